import fc from 'fast-check';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { City } from '#test/journeys/city.ts';

/** Who does it: whoever should, or somebody who once could, or never. */
const actors = ['named', 'named', 'named', 'lead', 'operator', 'former', 'stranger'] as const;
type Actor = (typeof actors)[number];

const departments = ['water', 'parks', 'tax', 'housing', 'safety', 'digital'] as const;
const kinds = ['complaint', 'proposal', 'inquiry', 'welfare', 'corruption', 'public-interest'] as const;

/** One thing that somebody does to a complaint, by chance. */
export type Act =
  | { readonly does: 'petitioner'; readonly what: string; readonly body: Record<string, unknown> }
  | { readonly does: 'institution'; readonly what: string; readonly body: Record<string, unknown> }
  | { readonly does: 'staff'; readonly by: Actor; readonly what: string; readonly body: Record<string, unknown> }
  | { readonly does: 'both-answer' }
  | { readonly does: 'goes-absent' }
  | { readonly does: 'approves'; readonly approved: boolean }
  | { readonly does: 'what-fits'; readonly score: number; readonly department: string }
  | { readonly does: 'nothing' };

const actor = fc.constantFrom(...actors);
const reason = '살펴본 바에 따름';
const staff = (what: string, body: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Act> =>
  fc.record({ does: fc.constant('staff' as const), by: actor, what: fc.constant(what), body });
const petitioner = (what: string, body: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Act> =>
  fc.record({ does: fc.constant('petitioner' as const), what: fc.constant(what), body });

const institution = (what: string, body: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Act> =>
  fc.record({ does: fc.constant('institution' as const), what: fc.constant(what), body });

/** What people do, the frequent things more often. */
export const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: staff('answer', fc.constant({ text: '조치하였습니다.' })) },
  {
    weight: 5,
    arbitrary: staff(
      'transfer',
      fc.record({ department: fc.constantFrom(...departments), reason: fc.constant(reason) }),
    ),
  },
  { weight: 2, arbitrary: staff('transfer', fc.constant({ institution: 'seoul-police', reason, termDays: 1 })) },
  { weight: 1, arbitrary: institution('acceptance', fc.constant({ reference: '2026-1' })) },
  { weight: 1, arbitrary: institution('refusal', fc.constant({ reason })) },
  { weight: 5, arbitrary: staff('refusal', fc.constant({ reason })) },
  {
    weight: 2,
    arbitrary: staff(
      'extension',
      fc.record({
        period: fc.record({ unit: fc.constant('days'), count: fc.integer({ min: 1, max: 9 }) }),
        reason: fc.constant(reason),
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: staff(
      'supplement-request',
      fc.record({ text: fc.constant('주소'), termDays: fc.integer({ min: 1, max: 5 }) }),
    ),
  },
  { weight: 1, arbitrary: staff('closure', fc.constant({ reason })) },
  {
    weight: 3,
    arbitrary: staff(
      'classification',
      fc.record({ kind: fc.constantFrom(...kinds), topic: fc.constantFrom('water', 'parks'), isSimple: fc.boolean() }),
    ),
  },
  { weight: 3, arbitrary: petitioner('supplement', fc.constant({ text: '강남대로 396' })) },
  { weight: 4, arbitrary: petitioner('rating', fc.record({ score: fc.integer({ min: 1, max: 5 }) })) },
  { weight: 3, arbitrary: petitioner('question', fc.constant({ text: '아직 그대로입니다' })) },
  { weight: 1, arbitrary: petitioner('correction', fc.constant({ text: '수도관 누수입니다. 바로잡습니다.' })) },
  { weight: 1, arbitrary: petitioner('withdrawal', fc.constant({})) },
  { weight: 2, arbitrary: fc.constant<Act>({ does: 'both-answer' }) },
  { weight: 1, arbitrary: fc.constant<Act>({ does: 'goes-absent' }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('approves' as const), approved: fc.boolean() }) },
  {
    weight: 16,
    arbitrary: fc.record({
      does: fc.constant('what-fits' as const),
      score: fc.integer({ min: 1, max: 5 }),
      department: fc.constantFrom(...departments),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Act>({ does: 'nothing' }) },
);

/** A complaint that lives: as it stood when it was last looked at, and who had it before. */
export type Life = {
  readonly receipt: Receipt;
  readonly formers: Set<string>;
  complaint: Complaint | undefined;
  version: number;
};

/** A person who was never near it: the complaints of this test go to other departments. */
const stranger = 'official-culture-1';

/** What the API answered to an act. */
export type Outcome = { readonly what: string; readonly status: number; readonly code: string | undefined };

/** Does it, as somebody with the public API would. */
export async function perform(city: City, life: Life, doing: Act): Promise<Outcome[]> {
  const { number, accessCode } = life.receipt;
  const say = async (what: string, request: object): Promise<Outcome> => {
    const { status, body } = await city.ask<{ code?: string }>('POST', `/v1/complaints/${number}/${what}`, request);
    return { what, status, code: body.code };
  };
  const as = async (who: string, what: string, body: object): Promise<Outcome> =>
    say(what, { token: await city.token(who), ifMatch: `"${life.version}"`, body });
  switch (doing.does) {
    case 'nothing':
      return [];
    case 'petitioner':
      return [await say(doing.what, { accessCode, body: doing.body })];
    case 'institution':
      return [await as('police-1', doing.what, doing.body)];
    case 'staff':
      return [await as(whoIs(life, doing.by), doing.what, doing.body)];
    case 'approves': {
      const draft = life.complaint?.draft?.signal ?? 1;
      const approval = doing.approved ? { approved: true, draft } : { approved: false, draft, reason };
      return [await as(whoIs(life, 'lead'), 'approval', approval)];
    }
    case 'both-answer': {
      const text = { text: '둘이 함께 답합니다.' };
      return Promise.all([as(whoIs(life, 'named'), 'answer', text), as(whoIs(life, 'lead'), 'answer', text)]);
    }
    case 'goes-absent':
      return [await goAbsent(city, whoIs(life, 'named'))];
    case 'what-fits':
      return perform(city, life, fitting(life, doing));
  }
}

/** What whoever has the next step would do. */
function fitting({ complaint }: Life, { score, department }: Extract<Act, { does: 'what-fits' }>): Act {
  if (complaint === undefined) return { does: 'nothing' };
  const { stage, pausedAt, draft, passing } = complaint;
  const staffs = (by: Actor, what: string, body: Record<string, unknown>): Act => ({ does: 'staff', by, what, body });
  if (stage === 'rating') return { does: 'petitioner', what: 'rating', body: { score } };
  if (stage === 'closed') return { does: 'petitioner', what: 'question', body: { text: '아직 그대로입니다' } };
  if (stage === 'acceptance' && score > 1) {
    return score > 3
      ? { does: 'institution', what: 'acceptance', body: { reference: '2026-1' } }
      : { does: 'institution', what: 'refusal', body: { reason } };
  }
  if (stage === 'adjudication') return staffs('operator', 'transfer', { department, reason });
  if (stage === 'classification' && score > 3) {
    return { does: 'petitioner', what: 'correction', body: { title: '수도 누수', text: '수도관 누수입니다.' } };
  }
  if (stage === 'classification') return staffs('operator', 'classification', { kind: 'complaint', topic: 'water' });
  if (pausedAt !== undefined) return { does: 'petitioner', what: 'supplement', body: { text: '강남대로 396' } };
  if (draft !== undefined) return { does: 'approves', approved: score > 2 };
  if (passing?.from !== undefined && score < 4) return staffs('named', 'refusal', { reason });
  if (score === 5) return staffs('named', 'transfer', { department, reason });
  if (score === 4) return staffs('named', 'supplement-request', { text: '주소', termDays: 5 });
  return staffs('named', 'answer', { text: '조치하였습니다.' });
}

async function goAbsent(city: City, person: string): Promise<Outcome> {
  if (!/-1$/.test(person)) return { what: 'absence', status: 404, code: 'nobody' };
  const { now } = (await city.ask<{ now: string }>('GET', '/_local/clock')).body;
  const untilAt = new Date(Date.parse(now) + 2 * 86_400_000).toISOString();
  const body = { deputy: person.replace(/-1$/, '-2'), untilAt };
  const token = await city.token('operator-1');
  const answered = await city.ask<{ code?: string }>('PUT', `/v1/people/${person}/absence`, { token, body });
  return { what: 'absence', status: answered.status, code: answered.body.code };
}

function whoIs({ complaint, formers }: Life, by: Actor): string {
  const { person, lead } = complaint?.assignment ?? {};
  switch (by) {
    case 'named':
      return person ?? 'operator-1';
    case 'lead':
      return lead ?? 'operator-1';
    case 'operator':
      return 'operator-1';
    case 'former':
      return [...formers].find((former) => former !== person) ?? stranger;
    case 'stranger':
      return stranger;
  }
}
