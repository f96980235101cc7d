import type { Millis } from '../city/clock.ts';
import { sayAsOfficial } from './official.ts';
import { sayAsPetitioner } from './petitioner.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './temper.ts';

/** A turn of a complaint's story, and in whose list the complaint stands. */
export type CaseTurn = { readonly number: string; readonly turn: Turn; readonly official: string };

const supplement = '정문에서 오른쪽으로 20미터, 매일 아침 8시쯤입니다.';

/** Whether it is the petitioner's turn; any other is the official's. */
export const isPetitioners = ({ turn: { what } }: CaseTurn): boolean => what === 'supplement' || what === 'withdrawal';

/**
 * Whoever's turn it is does what it says.
 *
 * @returns false when the case no longer takes it
 */
export function takeTurn(scene: Scene, { number, turn, official }: CaseTurn, now: Millis): Promise<boolean> {
  switch (turn.what) {
    case 'withdrawal':
      return sayAsPetitioner(scene, number, 'withdrawal', {});
    case 'supplement':
      return sayAsPetitioner(scene, number, 'supplement', { text: supplement });
    default:
      return sayAsOfficial(scene, official, number, turn.what, now);
  }
}
