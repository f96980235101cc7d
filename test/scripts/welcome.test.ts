import { expect, test } from 'vitest';
import { welcome } from '#scripts/welcome.ts';

const city = {
  url: 'http://127.0.0.1:3000',
  seconds: 7.94,
  home: '.daedap',
  clock: { isRunning: false, now: () => Date.parse('2026-11-23T00:00:00Z') },
  people: [
    ...[3, 1, 2, 5, 4].map((n) => ({ id: `official-${n}`, groups: ['official'] })),
    { id: 'app-web', groups: ['channel-app'] },
  ],
};

test('a start says where the city is, its clock, who can sign in, what to paste, the demo, its data and how to stop', () => {
  const said = welcome(city);
  expect(said).toContain('Daedap is up at http://127.0.0.1:3000 (7.9 s).');
  expect(said).toContain('is virtual and stands at 2026-11-23T00:00:00.000Z');
  expect(said).toContain(
    '  channel-app  app-web\n  official     official-1, official-2, official-3, official-4 and 1 more\n',
  );
  expect(said.match(/^(?:FILED=\$\()?curl /gm)).toHaveLength(2);
  expect(said).toContain('npm run demo');
  expect(said).toContain('Its data lies in .daedap; deleting that folder is a fresh city. Ctrl-C stops it.');
});

test('a clock that runs is said to', () => {
  expect(welcome({ ...city, clock: { isRunning: true, now: () => 0 } })).toContain('The clock runs with real time');
});
