import type * as z from 'zod';
import { keepCity, readWholeCity, type WholeCity } from '#functions/aws/city-table.ts';
import { log } from '#functions/middleware/log.ts';
import { ledgerFrom, ledgerOf, withLedger } from '#rules/clock/deadline-moves.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { reclassified } from '#rules/clock/reclassification.ts';
import { type NextHand, nextHand } from '#rules/people/next-hand.ts';
import { ruleOfDecision } from '#rules/people/routing-rule.ts';
import { isUnanswered, unansweredNeed } from '#rules/unanswered.ts';
import { isUnderWay, roundStart } from '#rules/under-way.ts';
import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { CityRecordMissing, StageUnexpected } from '#schemas/errors.ts';
import type { PersonId } from '#schemas/person.ts';
import type { CityTaskSettings } from '#schemas/settings.ts';
import type { AssignInput } from '#schemas/tasks/assign.ts';
import type { Outlook } from '#schemas/tasks/outlook.ts';
import { changeCase, type Decided } from './change-case.ts';

type Settings = z.infer<typeof CityTaskSettings>;
type Input = z.infer<typeof AssignInput>;

/**
 * Names the department and the person, and starts the deadline's ledger with the deadline the workflow chose.
 *
 * A complaint that was passed on comes to its new department with the deadline and the ladder it has; one that was
 * reclassified keeps its hand, and its ledger records the new promise or period.
 *
 * @throws Unheard while something said was not heard; CityRecordMissing when the route leads to an unknown department;
 *   CentralDeskMissing, AllBarred when it leads nowhere
 */
export function assign({ COMPLAINT_TABLE, CITY_TABLE, STATISTICS_TABLE }: Settings, input: Input): Promise<Outlook> {
  return changeCase({ COMPLAINT_TABLE, CITY_TABLE, STATISTICS_TABLE }, 'Assign', input, async ({ complaint, desk }) => {
    if (complaint.stage === 'answer') return { after: complaint };
    if (complaint.stage !== 'classified' && complaint.stage !== 'assign') {
      throw new StageUnexpected(complaint.number, complaint.stage, 'Assign');
    }
    const city = await readWholeCity(CITY_TABLE);
    const hand = nextHand(complaint, city);
    const decided = decide(complaint, input, hand, city);
    const rule = decisionOf(complaint, hand, input);
    // Kept before the complaint is, so that no decision is lost; a step that is called again keeps the same rule again.
    if (rule !== undefined && desk.said === desk.heard) {
      await keepCity(CITY_TABLE, 'rule', rule, { by: input.execution, at: input.at });
    }
    return decided;
  });
}

const decisionOf = (complaint: Complaint, { department }: NextHand, { at }: Input) =>
  complaint.passing?.to?.why === 'decision'
    ? ruleOfDecision(complaint, department.id, complaint.passing.decidedAt ?? at)
    : undefined;

function decide(complaint: Complaint, input: Input, hand: NextHand, city: WholeCity): Decided {
  const { department, person, reason } = hand;
  const { round } = complaint;
  const named = withHand(complaint, hand, input);
  const after = withDeadline(complaint, named, input, city);
  if (after.deadline?.provisional) log.warn('due date is provisional', { complaintNumber: complaint.number });
  return {
    after,
    change: {
      onlyIfHeard: true,
      isSeen: true,
      action: actionOf(complaint),
      ...(isUnanswered(after) ? { need: unansweredNeed(after, input.execution, input.at) } : {}),
      facts: {
        department: department.id,
        person,
        reason,
        round,
        dueAt: after.deadline?.dueAt ?? input.deadline.dueAt,
      },
      notices: noticesOf(complaint, after, person),
    },
  };
}

/** What becomes of it: assigned for the first time in this round, passed on, or under another deadline in the same hand. */
function actionOf(complaint: Complaint): 'assigned' | 'passed-on' | 'reclassified' {
  if (complaint.stage === 'assign') return 'passed-on';
  return isUnderWay(complaint) ? 'reclassified' : 'assigned';
}

function noticesOf(
  complaint: Complaint,
  after: Complaint,
  person: PersonId,
): NonNullable<NonNullable<Decided['change']>['notices']> {
  const { round, passing, deadline } = complaint;
  const to = { role: 'official', id: person } as const;
  switch (actionOf(complaint)) {
    case 'passed-on':
      return [{ step: passing?.to?.why === 'refusal' ? 'case-returned' : 'new-case', round, to }];
    case 'reclassified':
      // While the clock stands no date is promised, so none has moved.
      return after.pausedAt !== undefined || deadline?.dueAt === after.deadline?.dueAt
        ? []
        : [{ step: 'reclassification', round, to: { role: 'petitioner' } }];
    case 'assigned':
      return [
        { step: 'assignment', round, to: { role: 'petitioner' } },
        { step: round === 1 ? 'new-case' : 'asked-again', round, to },
      ];
  }
}

function withHand(complaint: Complaint, { department, person, reason }: NextHand, { at }: Input): Complaint {
  const { hands = [], passing, pausedAt, assignedAt = at } = complaint;
  const last = hands.at(-1);
  const isSame = last?.department === department.id && last.person === person && complaint.stage !== 'assign';
  const { to: _to, ...stays } = passing ?? { refusals: 0 };
  return {
    ...complaint,
    stage: 'answer',
    status: pausedAt === undefined ? 'assigned' : 'awaiting-supplement',
    // The choice is made; what it was made from is not carried on.
    choices: undefined,
    assignment: {
      department: department.id,
      departmentName: department.name,
      departmentNameEn: department.nameEn,
      person,
      lead: department.leadId,
      director: department.directorId,
      reason,
      assignedAt: at,
    },
    assignedAt,
    hands: isSame ? hands : [...hands, { department: department.id, person, reason, at }],
    ...(passing === undefined ? {} : { passing: stays }),
  };
}

function withDeadline(before: Complaint, named: Complaint, input: Input, { kinds, holidays }: WholeCity): Complaint {
  const calendar = cityCalendar(holidays);
  if (before.stage === 'assign') return withLedger(named, ledgerOf(before), calendar);
  const { deadline } = input;
  const kind = kinds.find(({ id }) => id === before.classification?.kind);
  if (kind === undefined) throw new CityRecordMissing('kind', String(before.classification?.kind));
  const ruled = { ...named, needsApproval: kind.needsApproval === true };
  if (isUnderWay(before)) return reclassified(ruled, deadline, input.at, calendar);
  // Summed anew: a day off may have been decreed, or called off, since the receipt.
  return begun({ ...ruled, deadline, rungsDone: [] }, deadline, input, calendar);
}

const begun = (complaint: Complaint, deadline: Input['deadline'], { at }: Input, calendar: Calendar): Complaint =>
  withLedger(complaint, ledgerFrom(roundStart(complaint), deadline, at, calendar), calendar);
