import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('print-due-dates.ts', import.meta.url));
const saidIn = (zone: string): string =>
  execFileSync(process.execPath, [script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' });

it('holidays and due dates are the same in every time zone of the process', () => {
  const inSeoul = saidIn('Asia/Seoul');
  expect(inSeoul).toContain('"2027-02-07","설날"');
  for (const zone of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']) expect(saidIn(zone), zone).toBe(inSeoul);
});
