import { describe, expect, it } from 'vitest';
import { findingItem, findingMove } from '#functions/aws/complaint-finding.ts';
import { unassignedShard } from '#functions/aws/complaint-items.ts';
import { findingOf } from '#rules/finding.ts';
import type { Finding } from '#schemas/finding.ts';
import { complaintAt, dueAt, number, pk, table } from '#test/functions/samples.ts';

const found = (stage: 'receive' | 'answer' | 'rating', more: Readonly<Record<string, unknown>> = {}): Finding => {
  const finding = findingOf(complaintAt(stage, more));
  if (finding === undefined) throw new Error(`nothing finds a complaint at ${stage}`);
  return finding;
};
const filed = found('receive', { assignment: undefined, deadline: undefined });
const open = found('answer');
const answered = found('rating');

describe('how a complaint is found', () => {
  it('begins as one item among those that no department has', () => {
    expect(findingItem(number, { ...filed, words: '가로등고장||어둡습니다' })).toEqual({
      pk,
      sk: 'finding',
      department: unassignedShard(number),
      receivedAt: filed.receivedAt,
      listed: filed.line,
      words: '가로등고장||어둡습니다',
    });
    expect(unassignedShard(number)).toMatch(/^unassigned#[0-7]$/);
  });

  it('moves into its department’s queue and leaves its words alone', () => {
    expect(findingMove(table, number, open)).toEqual({
      TableName: table,
      Key: { pk, sk: 'finding' },
      UpdateExpression:
        'SET #department = :department, #receivedAt = :receivedAt, #listed = :listed, #handler = :handler, #dueAt = :dueAt',
      ExpressionAttributeNames: {
        '#department': 'department',
        '#receivedAt': 'receivedAt',
        '#listed': 'listed',
        '#handler': 'handler',
        '#dueAt': 'dueAt',
      },
      ExpressionAttributeValues: {
        ':department': 'water',
        ':receivedAt': open.receivedAt,
        ':listed': open.line,
        ':handler': 'department#water',
        ':dueAt': dueAt,
      },
    });
  });

  it('leaves the queue when nothing is due any more', () => {
    const { UpdateExpression, ExpressionAttributeNames } = findingMove(table, number, answered);
    expect(UpdateExpression).toBe(
      'SET #department = :department, #receivedAt = :receivedAt, #listed = :listed REMOVE #handler, #dueAt',
    );
    expect(ExpressionAttributeNames).toMatchObject({ '#handler': 'handler', '#dueAt': 'dueAt' });
  });

  it('takes other words, or loses them', () => {
    const other = findingMove(table, number, { ...open, words: '새제목||새글' });
    expect(other.UpdateExpression).toMatch(/, #words = :words$/);
    expect(other.ExpressionAttributeValues).toMatchObject({ ':words': '새제목||새글' });
    const none = findingMove(table, number, { ...open, words: 'removed' });
    expect(none.UpdateExpression).toMatch(/ REMOVE #words$/);
    expect(none.ExpressionAttributeValues).not.toHaveProperty(':words');
  });
});
