/** The width of everything the demo prints, in terminal columns. */
export const WIDTH = 100;

/** Hangul, Chinese characters, kana, full-width forms and emoji take two columns of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** Marks that stand on the character before, and joiners. */
const NARROWEST = /[\p{Mn}\p{Me}\p{Cf}]/u;

const columnsOf = (character: string): number => {
  if (NARROWEST.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
};

/** How many columns of a terminal a text takes. */
export const width = (text: string): number => [...text].reduce((sum, character) => sum + columnsOf(character), 0);

/** The text in so many columns: cut with `…` or filled with spaces, on the right unless told otherwise. */
export function fitted(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const cut = width(text) <= columns ? text : `${head(text, columns - 1)}…`;
  const space = ' '.repeat(columns - width(cut));
  return side === 'left' ? cut + space : space + cut;
}

function head(text: string, columns: number): string {
  let taken = '';
  let left = columns;
  for (const character of text) {
    left -= columnsOf(character);
    if (left < 0) break;
    taken += character;
  }
  return taken;
}

/** A bar of whole and eighth blocks, `value` of `most` long in so many columns. */
export function bar(value: number, most: number, columns: number): string {
  const eighths = most === 0 ? 0 : Math.round((value / most) * columns * 8);
  const shown = value > 0 ? Math.max(1, eighths) : 0;
  return fitted('█'.repeat(Math.floor(shown / 8)) + ' ▏▎▍▌▋▊▉'.charAt(shown % 8).trim(), columns);
}
