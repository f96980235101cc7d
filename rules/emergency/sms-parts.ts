/** The letters of GSM-7, and those that take two places. */
const ONE_PLACE =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const TWO_PLACES = '^{}\\[~]|€\f';

/**
 * In how many parts a text message leaves: 160 places of GSM-7 in one and 153 in each of several, or 70 and 67 of UCS-2.
 *
 * @source https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html and 3GPP TS 23.038
 */
export function smsParts(text: string): number {
  const letters = [...text];
  const isGsm = letters.every((letter) => ONE_PLACE.includes(letter) || TWO_PLACES.includes(letter));
  const places = isGsm ? letters.reduce((sum, letter) => sum + (TWO_PLACES.includes(letter) ? 2 : 1), 0) : text.length;
  const [alone, together] = isGsm ? [160, 153] : [70, 67];
  return places <= alone ? 1 : Math.ceil(places / together);
}
