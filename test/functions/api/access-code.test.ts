import { describe, expect, it } from 'vitest';
import { hashBody, sealedHash } from '#functions/api/access-code.ts';

describe('the hash of a body that names a person', () => {
  const body = { text: '누수', petitioner: { phone: '010-1234-5678' } };
  const key = 'b9a7c1f0-2d1e-4c55';

  it('is the same for the same body under the same key, and another for any other', () => {
    expect(sealedHash({ ...body }, key)).toBe(sealedHash(body, key));
    expect(sealedHash({ ...body, petitioner: { phone: '010-1234-5679' } }, key)).not.toBe(sealedHash(body, key));
  });

  it('cannot be found by trying bodies: without the key it is another', () => {
    expect(sealedHash(body, `${key}!`)).not.toBe(sealedHash(body, key));
    expect(sealedHash(body, key)).not.toBe(hashBody(body));
  });
});
