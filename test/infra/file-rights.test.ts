import { beforeAll, describe, expect, it } from 'vitest';
import { wiring } from '#infra/wiring.ts';
import { attribute, ref, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

type Statement = {
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
};
type Policy = { readonly PolicyDocument: { readonly Statement: readonly Statement[] } };

const roleOf = (id: string): Statement[] =>
  (city.one('AWS::IAM::Role', `${id}Role`).Policies as Policy[]).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
const actionsOf = ({ Action }: Statement): string[] => [Action].flat().map(String);

describe('rights over what people uploaded', () => {
  it('who files looks, one function signs addresses, one cleans and removes; nobody lists', () => {
    const rights = Object.keys(wiring).flatMap((id) =>
      roleOf(id)
        .filter(({ Resource }) => JSON.stringify([Resource]).includes('FileBucket'))
        .map((statement) => {
          const folder = /FileBucket.*\/(uploads|clean)\/\*/.exec(JSON.stringify(statement.Resource))?.[1];
          return `${id} ${folder}: ${actionsOf(statement).join(' ')}`;
        }),
    );
    expect(rights).toEqual([
      'CitizenApi uploads: s3:GetObject',
      'OfficialApi uploads: s3:GetObject',
      'AttachmentApi uploads: s3:GetObject s3:PutObject s3:PutObjectTagging',
      'AttachmentApi clean: s3:GetObject',
      'KeepFiles uploads: s3:DeleteObject s3:DeleteObjectTagging s3:GetObject',
      'KeepFiles clean: s3:PutObject',
    ]);
  });

  it('their key is used through S3 alone', () => {
    for (const id of ['CitizenApi', 'OfficialApi', 'AttachmentApi', 'KeepFiles']) {
      const [statement] = roleOf(id).filter(
        ({ Resource }) => JSON.stringify(Resource) === JSON.stringify(attribute('FileKey')),
      );
      expect(statement?.Condition, id).toEqual({
        StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', ref('AWS::Region'), '.amazonaws.com']] } },
      });
    }
  });
});
