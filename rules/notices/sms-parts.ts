/** The basic alphabet of SMS: each takes one of the 160 places of a message (3GPP TS 23.038). */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** What stands behind an escape, and takes two places. */
const EXTENDED = new Set('\f^{}\\[~]|€');

const ONE = { plain: 160, any: 70 } as const;
/** Of several parts each gives some places to say which one it is. */
const OF_SEVERAL = { plain: 153, any: 67 } as const;

/** The places each character takes, and how many a message has: 160 of SMS's own alphabet, else 70 of any (140 bytes both). */
function placesOf(text: string): { readonly places: readonly number[]; readonly kind: keyof typeof ONE } {
  const characters = [...text];
  if (characters.every((one) => BASIC.has(one) || EXTENDED.has(one))) {
    return { places: characters.map((one) => (EXTENDED.has(one) ? 2 : 1)), kind: 'plain' };
  }
  // A symbol beyond 16 bits takes two.
  return { places: characters.map((one) => one.length), kind: 'any' };
}

/**
 * How many parts an SMS is billed as; no character is cut in two.
 *
 * @source 3GPP TS 23.038 and 23.040; "SMS message character limits" of Amazon SNS
 */
export function smsPartsOf(text: string): number {
  const { places, kind } = placesOf(text);
  if (places.reduce((sum, place) => sum + place, 0) <= ONE[kind]) return 1;
  let parts = 1;
  let used = 0;
  for (const place of places) {
    if (used + place > OF_SEVERAL[kind]) {
      parts += 1;
      used = 0;
    }
    used += place;
  }
  return parts;
}

/** Whether a text goes out as one SMS. */
export const fitsOneSms = (text: string): boolean => smsPartsOf(text) === 1;
