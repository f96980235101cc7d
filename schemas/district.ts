import * as z from 'zod';

/** The 25 districts, in lower-case romanisation, in the city's official order. */
export const DistrictId = z.enum([
  'jongno',
  'jung',
  'yongsan',
  'seongdong',
  'gwangjin',
  'dongdaemun',
  'jungnang',
  'seongbuk',
  'gangbuk',
  'dobong',
  'nowon',
  'eunpyeong',
  'seodaemun',
  'mapo',
  'yangcheon',
  'gangseo',
  'guro',
  'geumcheon',
  'yeongdeungpo',
  'dongjak',
  'gwanak',
  'seocho',
  'gangnam',
  'songpa',
  'gangdong',
]);
export type DistrictId = z.infer<typeof DistrictId>;

/** A district of the city, by its names. */
export const District = z.strictObject({
  id: DistrictId,
  name: z.string().min(1).max(50),
  nameEn: z.string().min(1).max(50),
});
export type District = z.infer<typeof District>;
