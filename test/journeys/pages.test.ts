import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, openCity } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const read = async (path: string) => {
  const answer = await fetch(`${city.url}${path}`);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

describe('the city’s page', () => {
  test('tells anyone what is public, in Korean and English, and of which time it speaks', async () => {
    const { status, headers, text } = await read('/');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('<time datetime="2026-11-23T00:00:00.000Z">11/23 09:00');
    expect(text).toContain('고충민원 <span lang="en">Complaint</span></th><td>7일 <span lang="en">7 days</span>');
    expect(text).toContain('href="/docs"');
    expect(text).toContain('href="/openapi.json"');
  });

  test('has nothing inline and may load nothing from outside', async () => {
    const { headers, text } = await read('/');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(text).not.toMatch(/<style| style="| on\w+="|https?:\/\//);
    expect(text.match(/<script/g)).toHaveLength(1);
  });

  test.each([
    ['/page/page.css', 'text/css; charset=utf-8'],
    ['/page/page.js', 'text/javascript; charset=utf-8'],
    ['/docs/docs.css', 'text/css; charset=utf-8'],
    ['/docs/docs.js', 'text/javascript; charset=utf-8'],
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ])('finds %s', async (path, type) => {
    const { status, headers, text } = await read(path);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(text.length).toBeGreaterThan(100);
  });

  test('gives no other file', async () => {
    expect((await read('/page/page.ts')).status).toBe(400);
    expect((await read('/docs/index.mjs')).status).toBe(400);
    expect((await read('/docs/..%2findex.mjs')).status).toBe(404);
  });
});

describe('the description', () => {
  test('comes packed, far below what a function may answer', async () => {
    const packed = await new Promise<Buffer>((done, failed) => {
      const chunks: Buffer[] = [];
      request(`${city.url}/docs/swagger-ui-bundle.js`, (answer) => {
        expect(answer.headers['content-encoding']).toBe('gzip');
        answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => done(Buffer.concat(chunks)));
      })
        .on('error', failed)
        .end();
    });
    // In base64, as the function hands it over; Lambda takes 6 MB.
    expect((packed.length * 4) / 3).toBeLessThan(1_000_000);
    expect(gunzipSync(packed).toString()).toContain('SwaggerUIBundle');
  });
});
