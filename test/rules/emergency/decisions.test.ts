import { describe, expect, it } from 'vitest';
import { approved, isApprovalOver, whatIsApproved } from '#rules/emergency/approval.ts';
import { cancelled, edited, paused, resumed } from '#rules/emergency/decisions.ts';
import { followingContent } from '#rules/emergency/following.ts';
import { frozen, hasMoved } from '#rules/emergency/freezing.ts';
import { heeded, isPauseOver } from '#rules/emergency/heeding.ts';
import type { Outcome } from '#rules/emergency/outcome.ts';
import { defaultSettings } from '#rules/emergency/settings.ts';
import type { EmergencyMessage, MessageStage } from '#schemas/emergency-message.ts';
import { instantAt, messageWith, sampleDryRun } from './samples.ts';

const park = { id: 'operator-1', personId: 'park' };
const kim = { id: 'lead-safety', personId: 'kim' };
const says = { audienceCount: 100, hash: 'h1', acceptExceeding: [] };
const codeOf = (outcome: Outcome): string => ('refused' in outcome ? outcome.refused : outcome.after.stage);
const afterOf = (outcome: Outcome | undefined): EmergencyMessage => {
  if (outcome === undefined || 'refused' in outcome) throw new Error('refused, or nothing to do');
  return outcome.after;
};
const approval = {
  by: 'operator-1',
  personId: 'park',
  at: instantAt(0),
  audienceCount: 100,
  hash: 'h1',
  acceptExceeding: [],
};

describe('an approval', () => {
  it('by another person, of the count and hash that were shown, lets the message go on', () => {
    const { stage, approval: given } = afterOf(approved(messageWith(), park, says, instantAt(60)));
    expect([stage, given?.personId, given?.at]).toEqual(['approved', 'park', instantAt(60)]);
  });

  it.each([
    ['by its author', messageWith(), kim, says, 'own-approval'],
    ['by another account of its author', messageWith(), { id: 'operator-9', personId: 'kim' }, says, 'own-approval'],
    ['by somebody who edited it', messageWith({ authors: ['kim', 'park'] }), park, says, 'own-approval'],
    ['of another text or audience', messageWith(), park, { ...says, hash: 'h0' }, 'approval-stale'],
    ['with one too many typed', messageWith(), park, { ...says, audienceCount: 101 }, 'audience-count-wrong'],
    ['with one too few typed', messageWith(), park, { ...says, audienceCount: 99 }, 'audience-count-wrong'],
    ['given already', messageWith({ stage: 'approved' }), park, says, 'not-awaiting-approval'],
    ['before the dry run', messageWith({ stage: 'draft' }), park, says, 'not-awaiting-approval'],
    ['after it expired', messageWith({ stage: 'expired' }), park, says, 'not-awaiting-approval'],
    [
      'over a limit that it does not accept',
      messageWith({ dryRun: { ...sampleDryRun, exceeds: ['spending-limit'] } }),
      park,
      says,
      'limit-exceeded',
    ],
  ] as const)('%s is refused', (_what, message, by, body, code) => {
    expect(codeOf(approved(message, by, body, instantAt(60)))).toBe(code);
  });

  it('over a limit holds when it names the limit', () => {
    const over = messageWith({ dryRun: { ...sampleDryRun, exceeds: ['spending-limit'] } });
    expect(codeOf(approved(over, park, { ...says, acceptExceeding: ['spending-limit'] }, instantAt(0)))).toBe(
      'approved',
    );
  });

  it('covers words, districts, severity, drill, audience and count: any other is another text to hash', () => {
    const message = messageWith();
    const { content } = message;
    if (content.purpose !== 'emergency') throw new Error('the sample is an emergency');
    const others = [
      { ...message, content: { ...content, isDrill: true } },
      { ...message, content: { ...content, severity: 'critical' } as const },
      { ...message, content: { ...content, districts: ['gangnam'] } as typeof content },
      { ...message, content: { ...content, texts: { ko: { ...content.texts.ko, action: '그대로 계세요' } } } },
      { ...message, dryRun: { ...sampleDryRun, audienceHash: 'another' } },
      { ...message, dryRun: { ...sampleDryRun, total: 101 } },
    ];
    expect(new Set([message, ...others].map(whatIsApproved)).size).toBe(7);
    expect(whatIsApproved({ ...message, version: 9 })).toBe(whatIsApproved(message));
  });

  it.each([
    [899, false],
    [900, false],
    [901, true],
  ])('of fifteen minutes is over after %i seconds: %s', (seconds, isOver) => {
    expect(isApprovalOver(approval, instantAt(seconds), defaultSettings)).toBe(isOver);
  });
});

describe('an edit', () => {
  const { content } = messageWith();

  it.each(['draft', 'awaiting-approval', 'approved', 'countdown'] as const)('at %s voids the approval', (stage) => {
    const edit = edited(messageWith({ stage, approval, countdownUntil: instantAt(60) }), content, park);
    expect(afterOf(edit)).toMatchObject({ stage: 'draft', authors: ['kim', 'park'], askedAgain: { reason: 'edited' } });
    for (const gone of ['approval', 'hash', 'dryRun', 'countdownUntil']) expect(afterOf(edit)).not.toHaveProperty(gone);
  });

  it.each(['sending', 'paused', 'sent', 'cancelled', 'expired', 'stopped'] as const)('at %s is refused', (stage) => {
    expect(codeOf(edited(messageWith({ stage }), content, kim))).toBe('message-gone-out');
  });

  it('of a correction keeps its people, and an emergency stays one', () => {
    if (content.purpose !== 'emergency') throw new Error('the sample is an emergency');
    const correction = messageWith({ kind: 'correction' });
    expect(codeOf(edited(correction, { ...content, districts: ['mapo'] }, kim))).toBe('same-audience-only');
    expect(codeOf(edited(correction, { ...content, severity: 'critical' }, kim))).toBe('draft');
    const news = { purpose: 'newsletter', topic: 'traffic', texts: { ko: { title: '알림', text: '글' } } } as const;
    expect(codeOf(edited(messageWith(), news, kim))).toBe('same-audience-only');
  });
});

describe('a cancellation', () => {
  it.each([
    ['countdown', undefined, instantAt(9)],
    ['sending', instantAt(0), undefined],
    ['paused', instantAt(0), undefined],
    ['stopped', instantAt(0), undefined],
    ['draft', undefined, instantAt(9)],
  ] as const)('at %s ends it: at once before anything was sent, else by its report', (stage, sendingAt, endedAt) => {
    const message = messageWith({ stage, ...(sendingAt === undefined ? {} : { sendingAt }) });
    const { stage: now, endedAt: ended, cancelledBy } = afterOf(cancelled(message, kim, instantAt(9)));
    expect([now, ended, cancelledBy]).toEqual(['cancelled', endedAt, 'lead-safety']);
  });

  it.each(['sent', 'cancelled', 'expired'] as const)('at %s is refused', (stage) => {
    expect(codeOf(cancelled(messageWith({ stage }), kim, instantAt(9)))).toBe('message-ended');
  });
});

describe('a pause', () => {
  it('holds what is being sent, and goes on where it was', () => {
    const held = afterOf(paused(messageWith({ stage: 'sending' }), instantAt(5)));
    expect(held).toMatchObject({ stage: 'paused', pausedAt: instantAt(5) });
    expect(afterOf(resumed(held))).not.toHaveProperty('pausedAt');
    expect(codeOf(resumed(held))).toBe('sending');
  });

  it.each([
    [7_199, false],
    [7_200, true],
  ])('of two hours is over after %i seconds: %s', (seconds, isOver) => {
    const held = messageWith({ stage: 'paused', pausedAt: instantAt(0) });
    expect(isPauseOver(held, instantAt(seconds), defaultSettings)).toBe(isOver);
  });

  it('is for what is being sent, and resuming for what is held or was stopped by a fault', () => {
    expect(codeOf(paused(messageWith({ stage: 'countdown' }), instantAt(5)))).toBe('not-sending');
    expect(codeOf(resumed(messageWith({ stage: 'countdown' })))).toBe('nothing-to-resume');
    const fault = { state: 'Send', error: 'X', from: 'sending' } as const;
    expect(afterOf(resumed(messageWith({ stage: 'stopped', fault })))).toMatchObject({
      stage: 'sending',
      execution: 2,
    });
  });
});

describe('a frozen audience', () => {
  const audience = { key: 'audiences/x', hash: 'a', count: 100, costUsd: 4, at: instantAt(1) };
  const found = (count: number) =>
    afterOf(
      frozen(
        messageWith({ stage: 'approved', approval }),
        { ...audience, count },
        {
          at: instantAt(1),
          settings: defaultSettings,
          exceeds: [],
        },
      ),
    );

  it.each([
    [100, 94, true],
    [100, 95, false],
    [100, 105, false],
    [100, 106, true],
    [0, 0, false],
    [0, 1, true],
  ])('of %i approved and %i found has moved too far: %s', (approvedCount, foundCount, moved) => {
    expect(hasMoved(approvedCount, foundCount)).toBe(moved);
  });

  it('within five per cent counts down for a minute; beyond it, it asks again', () => {
    expect(found(105)).toMatchObject({ stage: 'countdown', countdownUntil: instantAt(61), frozen: { count: 105 } });
    const askedAgain = { reason: 'audience-moved', approved: 100, found: 106 };
    expect(found(106)).toMatchObject({ stage: 'draft', askedAgain });
    expect(found(106)).not.toHaveProperty('approval');
  });

  it('over a limit that was accepted counts down, over another it asks again', () => {
    const accepting = { ...approval, acceptExceeding: ['sms-quota' as const] };
    const message = messageWith({ stage: 'approved', approval: accepting });
    const given = { at: instantAt(1), settings: defaultSettings };
    expect(codeOf(frozen(message, audience, { ...given, exceeds: ['sms-quota'] }))).toBe('countdown');
    expect(afterOf(frozen(message, audience, { ...given, exceeds: ['sms-quota', 'spending-limit'] }))).toMatchObject({
      stage: 'draft',
      askedAgain: { reason: 'limit-exceeded', exceeds: ['spending-limit'] },
    });
  });
});

describe('time', () => {
  const counting = messageWith({ stage: 'countdown', approval, countdownUntil: instantAt(60) });
  const asked = messageWith({ askUntil: instantAt(100) });

  it.each([
    ['a countdown', counting, 59, undefined],
    ['a countdown', counting, 60, 'sending'],
    ['a countdown whose approval is fifteen minutes old', counting, 900, 'sending'],
    ['a countdown whose approval is older', counting, 901, 'draft'],
    ['a draft', asked, 99, undefined],
    ['a draft', asked, 100, 'expired'],
    ['what is being sent', messageWith({ stage: 'sending' }), 9_999, undefined],
  ] as const)('makes of %s (%#) after %i seconds: %s', (_what, message, seconds, stage) => {
    const outcome = heeded(message, instantAt(seconds), defaultSettings);
    expect(outcome === undefined ? undefined : afterOf(outcome).stage).toBe(stage);
  });
});

describe('a correction', () => {
  const texts = { ko: { what: '정정', where: '강남역', action: '돌아가셔도 됩니다' } };
  const of = (changes: Partial<EmergencyMessage>) =>
    followingContent(messageWith(changes), { kind: 'all-clear', texts });

  it('says other words to the same districts, a drill if the first was one', () => {
    expect(of({ stage: 'sent', sendingAt: instantAt(0), endedAt: instantAt(9) })).toEqual({
      purpose: 'emergency',
      severity: 'urgent',
      isDrill: false,
      districts: ['gangnam', 'seocho'],
      texts,
    });
  });

  it.each([
    ['nobody got it', { stage: 'cancelled' as MessageStage, endedAt: instantAt(1) }, 'nobody-got-it'],
    ['it is still being sent', { stage: 'sending' as MessageStage, sendingAt: instantAt(1) }, 'still-sending'],
    [
      'it follows another one',
      { kind: 'correction' as const, sendingAt: instantAt(1), endedAt: instantAt(2) },
      'follows-another',
    ],
  ])('is refused when %s', (_why, changes, code) => {
    expect(of(changes)).toMatchObject({ refused: code });
  });
});
