import type { OfficialCase } from '#schemas/api/official-case.ts';
import { Declined } from '../city/api.ts';
import type { Millis } from '../city/clock.ts';
import { readAs, type Scene, sayAs } from './scene.ts';
import type { Doing } from './temper.ts';

/** What an official can say to a case. */
export type OfficialDoing = Exclude<Doing, 'withdrawal' | 'supplement'>;

const words: Readonly<Record<OfficialDoing, Readonly<Record<'ko' | 'en', string>>>> = {
  answer: {
    ko: '말씀하신 내용을 현장에서 확인하고 조치하였습니다. 불편을 드려 죄송하며, 알려 주셔서 감사합니다.',
    en: 'We looked into this on site and have taken care of it. We are sorry for the trouble; thank you for telling us.',
  },
  'supplement-request': {
    ko: '정확한 위치와 일시를 알려 주시기 바랍니다.',
    en: 'Please tell us exactly where and when this was.',
  },
  extension: {
    ko: '관계 기관과 협의가 필요하여 처리기한을 연장합니다.',
    en: 'We have to consult other offices first.',
  },
};

/** The petitioner's term for a supplement; the law's 10 days would make every pause as long as the usual period. */
const TERM_DAYS = 3;

/** Within what any period allows: the same-day promise can be put off by a day, the shortest legal period by a week. */
const extensionDays = ({ deadline }: OfficialCase): number => (deadline?.basis === 'statutory' ? 2 : 1);

function bodyOf(what: OfficialDoing, found: OfficialCase): unknown {
  const text = words[what][found.language === 'ko' ? 'ko' : 'en'];
  switch (what) {
    case 'answer':
      return { text };
    case 'supplement-request':
      return { text, termDays: TERM_DAYS };
    case 'extension':
      return { period: { unit: 'days', count: extensionDays(found) }, reason: text };
  }
}

/**
 * The official reads the case and says something to the version that was read; if the case moved meanwhile, they read it
 * again.
 *
 * @returns false when the case no longer takes it
 */
export async function sayAsOfficial(
  scene: Scene,
  official: string,
  number: string,
  what: OfficialDoing,
  now: Millis,
): Promise<boolean> {
  for (;;) {
    const found = await readAs<OfficialCase>(scene, official, now, `/v1/complaints/${number}/case`);
    const { version } = found;
    try {
      await sayAs(scene, official, now, {
        path: `/v1/complaints/${number}/${what}`,
        key: `${what} ${number} ${version}`,
        version,
        body: bodyOf(what, found),
      });
      return true;
    } catch (error) {
      if (!(error instanceof Declined) || error.status !== 409) throw error;
      if (error.code !== 'version-stale') return false;
    }
  }
}
