import { expect, it } from 'vitest';
import { isAllowedPhone } from '#rules/notices/phone-prefix.ts';

it.each([
  ['+821012345678', '+82', true],
  ['+821012345678', '+81,+82', true],
  ['+821012345678', '+81, +8210', true],
  ['+8221234567', '+8210', false],
  ['+14155550123', '+82', false],
  ['+8', '+82', false],
  ['+821012345678', '', false],
])('an SMS to %s where %s are allowed: %s', (phone, prefixes, isAllowed) => {
  expect(isAllowedPhone(phone, prefixes)).toBe(isAllowed);
});
