import { describe, expect, it } from 'vitest';
import { absentOf, actorOf, speakerName } from '#rules/people/speaker-name.ts';
import { Actor } from '#schemas/audit-entry.ts';
import { official } from '#test/functions/samples.ts';
import { byCalendar, byOfficial, byOperator, byPetitioner, byPolice } from '../hearing/spoken.ts';

describe('whoever said something', () => {
  it.each([
    [byOfficial, official, { kind: 'person', id: official }],
    [byOperator, 'operator-1', { kind: 'person', id: 'operator-1' }],
    [byPetitioner, 'petitioner', { kind: 'petitioner' }],
    [byCalendar, 'calendar', { kind: 'calendar' }],
    [byPolice, 'police-1', { kind: 'institution', id: 'seoul-police', person: 'police-1' }],
    [{ role: 'institution', institution: 'tax-office' }, 'tax-office', { kind: 'institution', id: 'tax-office' }],
  ] as const)('%j is %s in a list and %j in the audit trail', (by, name, actor) => {
    expect(speakerName(by)).toBe(name);
    expect(Actor.parse(actorOf(by))).toEqual(actor);
  });

  it('in the place of an absent person is named themselves, and tells whose place it was', () => {
    const by = { ...byOfficial, for: 'official-water-2' } as const;
    expect([speakerName(by), absentOf(by)]).toEqual([official, 'official-water-2']);
    expect(actorOf(by)).toEqual({ kind: 'person', id: official });
    expect([byOfficial, byPetitioner, byCalendar].map(absentOf)).toEqual([undefined, undefined, undefined]);
  });
});
