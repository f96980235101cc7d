import { describe, expect, it } from 'vitest';
import { wardNamed, wardOf, wardsOf } from '#rules/statistics/ward-of.ts';
import { DistrictId } from '#schemas/district.ts';
import { Ward } from '#schemas/ward.ts';

describe('the wards', () => {
  it('are 426 in 25 districts, each written as a ward is, none twice in a district', () => {
    const all = DistrictId.options.flatMap((district) => wardsOf(district));
    expect(all).toHaveLength(426);
    for (const ward of all) expect(Ward.parse(ward)).toBe(ward);
    for (const district of DistrictId.options) {
      expect(new Set(wardsOf(district)).size, district).toBe(wardsOf(district).length);
    }
  });
});

describe('the ward of a complaint', () => {
  it.each([
    ['gangnam', '서울특별시 강남구 역삼1동 736-1', '역삼1동'],
    ['jongno', '종로1.2.3.4가동 주민센터 앞', '종로1·2·3·4가동'],
    ['seongdong', '금호2‧3가동, 학교 앞', '금호2·3가동'],
    ['gangdong', '길동 사거리', '길동'],
  ] as const)('in %s: %s', (district, location, ward) => {
    expect(wardOf(district, location)).toBe(ward);
  });

  it.each([
    ['gangnam', '역삼동 736-1', 'a legal name, which spans two wards'],
    ['gangdong', '홍길동 씨 집 앞', 'part of another word'],
    ['gangnam', '역삼1동과 역삼2동 사이', 'a word that goes on, and two of them'],
    ['gangnam', '역삼1동 또는 역삼2동', 'two of them'],
    ['jongno', '역삼1동', 'of another district'],
    [undefined, '역삼1동', 'no district'],
    ['gangnam', undefined, 'no place'],
  ] as const)('is not guessed: %s, %s (%s)', (district, location, _why) => {
    expect(wardOf(district, location)).toBeUndefined();
  });

  it('is found by its name however it is written, and only in its district', () => {
    expect(wardNamed('jongno', '종로 1.2.3.4가동')).toBe('종로1·2·3·4가동');
    expect(wardNamed('gangnam', '역삼1동')).toBe('역삼1동');
    expect(wardNamed('jongno', '역삼1동')).toBeUndefined();
    expect(wardNamed(undefined, '역삼1동')).toBeUndefined();
  });
});
