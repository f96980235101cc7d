import { beforeAll, describe, expect, it } from 'vitest';
import { acknowledgements } from '#infra/acknowledgements.ts';
import { type Wildcard, wildcards } from '#infra/wildcards.ts';
import { functionsOf, type Wire, wiring } from '#infra/wiring.ts';
import { attribute, ref, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
};

let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

/** Every statement of every policy document below a value: roles, keys, queues, topics. */
function statementsIn(value: unknown): Statement[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value && Array.isArray(value.Statement)) return value.Statement;
  return Object.values(value).flatMap(statementsIn);
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const actionsOf = ({ Action }: Statement): string[] => listed(Action).map(String);

function roleOf(id: string): Statement[] {
  return statementsIn(city.one('AWS::IAM::Role', `${id}Role`).Policies);
}

function isListed(action: string, by: (wildcard: Wildcard) => boolean): boolean {
  return wildcards.some((wildcard) => by(wildcard) && wildcard.actions.includes(action));
}

describe('rights', () => {
  it('are given on named things; each other one is listed with a reason', () => {
    const allowed = statementsIn(city.template.toJSON()).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.length).toBeGreaterThan(60);
    for (const statement of allowed) {
      const isOnAll = listed(statement.Resource).includes('*');
      for (const action of actionsOf(statement)) {
        if (isOnAll)
          expect(
            isListed(action, ({ resource }) => resource === '*'),
            `${action} on *`,
          ).toBe(true);
        if (action.includes('*'))
          expect(
            isListed(action, () => true),
            action,
          ).toBe(true);
        if ('NotResource' in statement) {
          expect(
            isListed(action, ({ resource }) => resource !== '*'),
            `${action} on all but`,
          ).toBe(true);
        }
      }
      expect(statement).not.toHaveProperty('NotAction');
    }
    for (const { reason } of wildcards) expect(reason.length).toBeGreaterThan(40);
  });

  it('come from no policy of AWS and none beside the roles, so that a role can be read in one place', () => {
    city.template.resourceCountIs('AWS::IAM::Policy', 0);
    city.template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    for (const [id, role] of city.all('AWS::IAM::Role')) expect(role, id).not.toHaveProperty('ManagedPolicyArns');
  });

  it.each(Object.entries<Wire>(wiring))(
    'of %s are its line of the wiring, its log and its traces',
    (id, { access }) => {
      // Ways to name it: mail goes out under its address or its domain.
      const wired = Object.entries(access).flatMap(([name, actions]) =>
        name === 'MailFrom' ? [...actions, ...actions] : actions,
      );
      const own = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
      const granted = roleOf(id).flatMap((statement) =>
        listed(statement.Resource ?? statement.NotResource).flatMap(() => actionsOf(statement)),
      );
      expect(granted.sort()).toEqual([...wired, ...own].sort());
    },
  );

  it('nobody but the relay knows the state machine: not by right, not by setting', () => {
    for (const id of [...functionsOf('api'), ...functionsOf('tasks'), 'Sweep', 'Notices', 'Calendar']) {
      const role = city.one('AWS::IAM::Role', `${id}Role`);
      const lambda = city.one('AWS::Lambda::Function', id);
      expect(JSON.stringify([role, lambda]), id).not.toContain('ComplaintMachine');
      expect(JSON.stringify(role), id).not.toContain('states:');
    }
    expect(JSON.stringify(city.one('AWS::Lambda::Function', 'Relay'))).toContain('ComplaintMachine');
  });

  it('nobody deletes an item but who takes a met need off the queue, who hides a petitioner, who ends a transfer, an app that unsubscribes, the notices, who close a digest, and who takes a citizen off the lists', () => {
    const deleting = Object.keys(wiring).filter((id) => roleOf(id).flatMap(actionsOf).includes('dynamodb:DeleteItem'));
    expect(deleting).toEqual([
      'ChannelAppApi',
      'OperatorApi',
      'Classify',
      'Hear',
      'TakeBack',
      'Notices',
      'RegistrationApi',
    ]);
  });

  it('identities are kept by who files and who protects, read by the notices alone, and known to nobody else', () => {
    const knowing = Object.keys(wiring).filter((id) =>
      JSON.stringify([roleOf(id), city.one('AWS::Lambda::Function', id)]).includes('Identity'),
    );
    expect(knowing).toEqual(['CitizenApi', 'Classify', 'Hear', 'Notices']);
    const rightsOn = (id: string, resource: string): string[] =>
      roleOf(id)
        .filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(attribute(resource)))
        .flatMap(actionsOf);
    for (const id of knowing) {
      expect(rightsOn(id, 'IdentityTable'), id).toEqual([id === 'Notices' ? 'dynamodb:GetItem' : 'dynamodb:PutItem']);
    }
    expect(rightsOn('Notices', 'IdentityKey')).toEqual(['kms:Decrypt', 'kms:DescribeKey']);
    for (const id of ['OfficialApi', 'AuditorApi', 'OperatorApi', 'ComplaintMachine']) {
      expect(JSON.stringify(roleOf(id)), id).not.toMatch(/Identity/);
    }
  });

  it('the key of the identities is used through their table alone', () => {
    const uses = Object.keys(wiring).flatMap((id) =>
      roleOf(id)
        .filter((statement) => actionsOf(statement).some((action) => action.startsWith('kms:')))
        // The other key, of what people uploaded, has its own promise.
        .filter(({ Resource }) => JSON.stringify(Resource) !== JSON.stringify(attribute('FileKey'))),
    );
    expect(uses).toHaveLength(4);
    const service = { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.amazonaws.com']] };
    for (const use of uses) {
      expect(use).toMatchObject({
        Resource: attribute('IdentityKey'),
        Condition: { StringEquals: { 'kms:ViaService': service } },
      });
    }
  });

  it('the secrets that sign what apps are told are written by whoever subscribes them and read by whoever tells them', () => {
    const table = JSON.stringify(attribute('SubscriptionTable'));
    const rightsOn = (partition: string): string[] =>
      Object.keys(wiring).flatMap((id) =>
        roleOf(id)
          .filter(({ Resource }) => JSON.stringify(Resource) === table)
          .filter(({ Condition }) => JSON.stringify(Condition).includes(`["${partition}"]`))
          .flatMap((statement) => actionsOf(statement).map((action) => `${id} ${action.replace('dynamodb:', '')}`)),
      );
    expect(rightsOn('secret').sort()).toEqual(['ChannelAppApi DeleteItem', 'ChannelAppApi PutItem', 'TellApp GetItem']);
    expect(rightsOn('subscription').sort()).toEqual([
      'ChannelAppApi DeleteItem',
      'ChannelAppApi GetItem',
      'ChannelAppApi PutItem',
      'CitizenApi GetItem',
      'Notices GetItem',
      'Relay Query',
      'TellApp GetItem',
    ]);
    const all = Object.keys(wiring).flatMap(roleOf);
    for (const { Resource, Condition } of all) {
      if (JSON.stringify([Resource]).includes('SubscriptionTable'))
        expect(Condition).toHaveProperty('ForAllValues:StringEquals');
    }
  });

  it('officials change nothing of the city but absences, and that something changed', () => {
    const writing = roleOf('OfficialApi').filter(
      (statement) => JSON.stringify(statement.Resource) === JSON.stringify(attribute('CityTable')),
    );
    const alone = (partition: string) => ({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [partition] },
    });
    expect(writing.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [['dynamodb:GetItem', 'dynamodb:Query'], undefined],
      ['dynamodb:PutItem', alone('absence')],
      ['dynamodb:UpdateItem', alone('city')],
    ]);
  });

  it('text messages go to phone numbers, and to no topics but those of the fixed roles and of the channel apps', () => {
    const publishing = roleOf('Notices').filter((statement) => actionsOf(statement).includes('sns:Publish'));
    expect(publishing).toEqual([
      expect.objectContaining({
        Resource: [ref('AppTopic'), ref('AuditOfficeTopic'), ref('DutyLeadTopic'), ref('OperatorTopic')],
      }),
      expect.objectContaining({
        NotResource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sns:*:*:*']] },
      }),
    ]);
  });

  it('the state machine calls its tasks and writes the token of a complaint, no more', () => {
    const [invoke, token] = roleOf('ComplaintMachine');
    expect(invoke?.Action).toBe('lambda:InvokeFunction');
    const order = (arns: unknown): string[] =>
      listed(arns)
        .map((arn) => JSON.stringify(arn))
        .sort();
    expect(order(invoke?.Resource)).toEqual(order(functionsOf('tasks').map((id) => attribute(id))));
    expect(token).toMatchObject({
      Action: 'dynamodb:UpdateItem',
      Resource: attribute('ComplaintTable'),
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['complaint#*'] },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'token'] },
      },
    });
  });
});

describe('rights over messages to many', () => {
  const rightsOn = (id: string, resource: string): string[] =>
    roleOf(id)
      .filter(({ Resource }) =>
        listed(Resource).some((one) => JSON.stringify(one) === JSON.stringify(attribute(resource))),
      )
      .flatMap(actionsOf);

  it('the registry with its addresses is written by who registers citizens alone, and read by the steps that need it', () => {
    const knowing = Object.keys(wiring).filter((id) =>
      JSON.stringify([roleOf(id), city.one('AWS::Lambda::Function', id)]).includes('RegistryTable'),
    );
    expect(knowing).toEqual(['RegistrationApi', 'DryRun', 'FreezeAudience', 'SendBatch']);
    expect(rightsOn('SendBatch', 'RegistryTable')).toEqual(['dynamodb:BatchGetItem']);
    for (const id of ['DryRun', 'FreezeAudience']) expect(rightsOn(id, 'RegistryTable')).toEqual(['dynamodb:Query']);
  });

  it('who decides about a message sends nothing, and the one step that sends to citizens decides nothing', () => {
    expect(roleOf('EmergencyApi').flatMap(actionsOf)).not.toContain('sns:Publish');
    const sending = Object.keys(wiring).filter((id) => roleOf(id).flatMap(actionsOf).includes('ses:SendEmail'));
    expect(sending).toEqual(['Notices', 'RegistrationApi', 'SendBatch']);
  });

  it('the relay alone knows the state machine, which calls its own steps and writes the token of a message, no more', () => {
    for (const id of [...functionsOf('api'), ...functionsOf('emergency'), 'Relay']) {
      const lambda = city.one('AWS::Lambda::Function', id);
      expect(JSON.stringify([roleOf(id), lambda]), id).not.toContain('EmergencyMachine');
    }
    const [invoke, token] = roleOf('EmergencyMachine');
    const order = (arns: unknown): string[] =>
      listed(arns)
        .map((arn) => JSON.stringify(arn))
        .sort();
    expect(order(invoke?.Resource)).toEqual(order(functionsOf('emergency').map((id) => attribute(id))));
    expect(token).toMatchObject({
      Action: 'dynamodb:UpdateItem',
      Resource: attribute('EmergencyTable'),
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['message#*'] },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'token', 'waits'] },
      },
    });
  });
});

describe('what cdk-nag is told', () => {
  it('has a reason each time, and speaks of one thing, never of the whole stack', () => {
    // Those of imports: import.test.ts.
    const all = acknowledgements(['TrackComplaint'], ['ReceiveRole']).filter(
      ({ id, at }) => !`${at} ${id}`.includes('Import'),
    );
    expect(all.map(({ id, at }) => `${at}: ${id}`)).toEqual([
      'ReceiveRole: AwsSolutions-IAM5[Resource::*]',
      'ComplaintMachineRole: AwsSolutions-IAM5[Resource::*]',
      'ChannelAppApiRole: AwsSolutions-IAM5[Resource::<AppTopic>:*]',
      'EmergencyMachineRole: AwsSolutions-IAM5[Resource::*]',
      'EmergencyMachineRole: AwsSolutions-IAM5[Resource::<AudienceBucket.Arn>/audiences/*]',
      'FreezeAudienceRole: AwsSolutions-IAM5[Resource::<AudienceBucket.Arn>/audiences/*]',
      'EmergencyMachineRole: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Daedap-EmergencyMessages/Send:*]',
      ...['CitizenApi', 'OfficialApi', 'AttachmentApi', 'KeepFiles'].map(
        (id) => `${id}Role: AwsSolutions-IAM5[Resource::<FileBucket.Arn>/uploads/*]`,
      ),
      ...['AttachmentApi', 'KeepFiles'].map((id) => `${id}Role: AwsSolutions-IAM5[Resource::<FileBucket.Arn>/clean/*]`),
      'FileAccessLog: AwsSolutions-S1',
      'AudienceBucket: AwsSolutions-S1',
      'Route/TrackComplaint: AwsSolutions-APIG4',
      'SweepDeadLetters: AwsSolutions-SQS3',
      'NeedsAPersonDeadLetters: AwsSolutions-SQS3',
      'CalendarDeadLetters: AwsSolutions-SQS3',
      'NoticeDeadLetters: AwsSolutions-SQS3',
      'EmergencyDeadLetters: AwsSolutions-SQS3',
      'FileDeadLetters: AwsSolutions-SQS3',
    ]);
    for (const { reason } of all) expect(reason.length).toBeGreaterThan(40);
  });
});
