import { readHolidays } from '#functions/aws/city-table.ts';
import type { Case } from '#functions/aws/complaint-items.ts';
import { readCase as readWhole } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { shownAttachments } from '#rules/attachments.ts';
import { deadlineClock } from '#rules/clock/deadline-clock.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { afterHearing } from '#rules/hearing.ts';
import { outsideTransfersOf } from '#rules/outside-transfers.ts';
import { livesApart } from '#rules/people/protection.ts';
import { absentOf, speakerName } from '#rules/people/speaker-name.ts';
import { draftOf, questionsOf, reasonsOf } from '#rules/said-words.ts';
import { supplementsOf } from '#rules/supplements.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import { OfficialCase } from '#schemas/api/official-case.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { Instant } from '#schemas/instant.ts';
import { institutionOfPerson } from '../institution/institution-of.ts';
import { showToInstitution } from '../institution/show-case.ts';
import { absentFor } from './absent-for.ts';
import type { CaseTables } from './case-tables.ts';
import { checkSight, noSuchCase, numberOf } from './check-sight.ts';
import { personOf } from './person-of.ts';

type Request = Pick<ApiRequest<ById<typeof officialOperations, 'readCase'>>, 'at' | 'caller' | 'params' | 'query'>;

/**
 * Shows a case whole to the person named, their lead and whoever stands in for one of them, and to an institution what it
 * needs; its ETag is the version to answer with.
 *
 * Whoever asked for protection is shown to nobody: they live where this function cannot look. Nor is the official who took it
 * down, who met them.
 */
export async function readCase(
  { COMPLAINT_TABLE, CITY_TABLE }: CaseTables,
  { at, caller, params, query }: Request,
): Promise<Reply> {
  const number = numberOf(params.number);
  const person = await personOf(CITY_TABLE, caller);
  const institution = institutionOfPerson(person);
  if (institution !== undefined) return showToInstitution(COMPLAINT_TABLE, { number, at, institution });
  const standsInFor = await absentFor(CITY_TABLE, caller, at);
  const found = await readWhole(COMPLAINT_TABLE, number);
  if (found === undefined) throw noSuchCase(number);
  checkSight(found.complaint, person, standsInFor);
  const calendar = cityCalendar(await readHolidays(CITY_TABLE));
  const clock = deadlineClock(found.complaint, at, calendar, query.counted === 'true');
  // As it will be when all that was said is heard: whom that protects is hidden at once.
  const unheard = found.signals.filter(({ status }) => status === 'said');
  const coming = afterHearing(found.complaint, unheard, calendar);
  const attachments = shownAttachments(coming, found.attachments);
  const isHidden = livesApart(coming);
  const body = OfficialCase.parse({
    ...shown(found, at),
    ...(isHidden ? { petitioner: {}, filedBy: undefined } : {}),
    attachments,
    clock,
  });
  return { body, headers: { etag: `"${found.desk.version}"` } };
}

function shown(
  { complaint, desk, words, earlierWords, petitioner, ledger, answers, signals, audit }: Case,
  asOf: Instant,
): object {
  const { number, status, stage, channel, filedBy, language, district, receivedAt } = complaint;
  const { classification, assignment, deadline, outside } = complaint;
  const { name, phone, email } = petitioner ?? {};
  return {
    number,
    version: desk.version,
    status,
    stage,
    channel,
    filedBy,
    language,
    district,
    ...words,
    petitioner: { name, phone, email },
    receivedAt,
    classification,
    assignment,
    deadline,
    ledger,
    supplements: supplementsOf(signals),
    outsideTransfers: outsideTransfersOf(signals, audit),
    acceptanceUntil: stage === 'acceptance' ? outside?.untilAt : undefined,
    answers,
    draft: draftOf(complaint, signals),
    needsApproval: complaint.needsApproval === true,
    round: complaint.round,
    pastRounds: complaint.pastRounds ?? [],
    questions: questionsOf(signals),
    earlierWords,
    hands: complaint.hands ?? [],
    reasons: reasonsOf(signals),
    decideUntil: complaint.passing?.decideUntil,
    signals: signals.map((signal) => ({
      signal: signal.number,
      kind: signal.said.kind,
      at: signal.at,
      by: speakerName(signal.by),
      for: absentOf(signal.by),
      status: signal.status,
      code: signal.refusal?.code,
      reason: signal.refusal?.message,
    })),
    asOf,
  };
}
