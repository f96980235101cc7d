import type { OfficialCase } from '#schemas/api/official.ts';
import { Declined } from '../city/api.ts';
import type { Millis } from '../city/clock.ts';
import { readAs, type Scene, sayAs } from './scene.ts';

const words: Readonly<Record<string, string>> = {
  ko: '말씀하신 내용을 현장에서 확인하고 조치하였습니다. 불편을 드려 죄송하며, 알려 주셔서 감사합니다.',
  en: 'We looked into this on site and have taken care of it. We are sorry for the trouble; thank you for telling us.',
};

/**
 * The official reads the case and answers the version that was read; if the case moved meanwhile, they read it again.
 *
 * @returns false when the case can no longer be answered
 */
export async function answerCase(scene: Scene, official: string, number: string, now: Millis): Promise<boolean> {
  for (;;) {
    const { version, language } = await readAs<OfficialCase>(scene, official, now, `/v1/complaints/${number}/case`);
    try {
      await sayAs(scene, official, now, {
        path: `/v1/complaints/${number}/answer`,
        key: `answer ${number} ${version}`,
        version,
        body: { text: words[language] ?? words.en },
      });
      return true;
    } catch (error) {
      if (!(error instanceof Declined) || error.status !== 409) throw error;
      if (error.code !== 'version-stale') return false;
    }
  }
}
