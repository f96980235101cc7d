import type { DistrictId } from '#schemas/district.ts';
import type { Ward } from '#schemas/ward.ts';
import wards from '../tables/wards.json' with { type: 'json' };

/** Written alike, whichever point stands between the numbers: 종로1.2.3.4가동, 금호2‧3가동. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=\d) ?[.,·\u119e\u30fb\u2027\u2022] ?(?=\d)/g, '·');

/**
 * The wards of a district, by name.
 *
 * @source the city's list of administrative wards (행정동), 426 in 25 districts (docs/statistics.md#wards)
 */
export const wardsOf = (district: DistrictId): readonly Ward[] => wards[district];

/** The ward of a district under this name, however it was written; `undefined` when the district has none. */
export function wardNamed(district: DistrictId | undefined, name: string): Ward | undefined {
  if (district === undefined) return undefined;
  const wanted = plain(name).replaceAll(' ', '');
  return wardsOf(district).find((ward) => ward === wanted);
}

/**
 * The ward that a place lies in, if its text names exactly one ward of the district; else `undefined`: legal names (역삼동) span
 * several wards, and a guess would count somebody where they are not.
 */
export function wardOf(district: DistrictId | undefined, location: string | undefined): Ward | undefined {
  if (district === undefined || location === undefined) return undefined;
  const text = plain(location);
  // As a word of its own: 신사동 is not in 신사동로, 길동 not in 홍길동.
  const [named, ...others] = wardsOf(district).filter((ward) =>
    new RegExp(`(?<![가-힣0-9·])${ward}(?![가-힣0-9·])`).test(text),
  );
  // 역삼1동과 역삼2동 사이: the first is there, too, if not by itself.
  const isAlone = wardsOf(district).every((ward) => ward === named || !text.includes(ward) || named?.includes(ward));
  return others.length === 0 && isAlone ? named : undefined;
}
