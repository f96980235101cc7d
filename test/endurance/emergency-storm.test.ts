import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageShown } from '#schemas/api/emergency.ts';
import type { Delivery } from '#schemas/delivery.ts';
import { EmergencyCity, warning } from '#test/journeys/emergency-city.ts';
import { CityProcess, freePort } from './city-process.ts';
import { phoneOf, registeredOf, registerMany } from './many-registered.ts';
import { seededChance } from './seeded-chance.ts';
import { StubbornCity } from './stubborn-city.ts';

/*
 *   20,000 registered ─► draft ─► approval ─► Send ─────────────────────────────► Report
 *                                              ▲ 1 % of the provider's calls refused
 *                                              ▲ kill -9 of the whole city, 20 times while it sends
 */

const PEOPLE = Number(process.env.PEOPLE ?? 20_000);
const KILLS = 20;
/** Whoever a death finds claimed and not recorded: a chunk of one batch. */
const CHUNK = 25;
const seed = Number(process.env.EMERGENCY_STORM_SEED ?? Date.now() % 1_000_000);
const chance = seededChance(seed);
const home = mkdtempSync(join(tmpdir(), 'daedap-emergency-'));
const monday = '2026-11-23T00:00:00.000Z';
/** By then everybody has been told, at 20 a second. */
const evening = '2026-11-23T02:00:00.000Z';
const refusals = { service: 'sns', operation: 'Publish', kind: 'throttle', rate: 0.01 };

let started: CityProcess;
let emergency: EmergencyCity;
let done: MessageShown;
let deliveries: Delivery[];
let killsWhileSending = 0;
const arrived = new Map<string, number>();

beforeAll(async () => {
  process.stdout.write(`emergency storm: EMERGENCY_STORM_SEED=${seed}\n`);
  started = new CityProcess(home, await freePort(), monday);
  started.spawn();
  await started.healthy();
  const city = new StubbornCity(started.url);
  emergency = new EmergencyCity(city);
  await registerMany((await city.ask<never>('GET', '/_local/endpoint')).body, PEOPLE);
  const id = await emergency.draft({ ...warning, districts: ['gangnam'] });
  await emergency.approve(id);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await city.fault(refusals);
    // Nobody waits for this move: its connection breaks when the city dies.
    fetch(`${started.url}/_local/clock`, { method: 'POST', body: JSON.stringify({ to: evening }) }).catch(() => {});
    await sleep(200 + chance(500));
    await started.killGroup();
    started.spawn();
    await started.healthy();
    const { message, report } = await emergency.read(id);
    if (message.stage === 'sending' && report.left > 0) killsWhileSending += 1;
  }
  await city.fault(refusals);
  await city.to(evening);
  done = await emergency.read(id);
  deliveries = await emergency.deliveries(id);
  const { body } = await city.ask<{ messages: { to: string; text: string }[] }>('GET', '/_local/outbox');
  for (const { to, text } of body.messages) {
    if (text.startsWith('[긴급]') && to.startsWith('+82107')) arrived.set(to, (arrived.get(to) ?? 0) + 1);
  }
}, 600_000);

afterAll(async () => {
  await started.killGroup();
  rmSync(home, { recursive: true, force: true });
});

describe(`after ${KILLS} deaths of the city while it told ${PEOPLE} people, and 1 % refused by the provider`, () => {
  test('the message has ended, and most deaths came while it was sent', () => {
    expect(done.message.stage).toBe('sent');
    expect(killsWhileSending).toBeGreaterThan(KILLS / 2);
    const { sent, uncertain, failed, seconds } = done.report;
    process.stdout.write(
      `emergency storm: ${killsWhileSending} deaths while sending; ${sent} sent, ${uncertain} uncertain, ${failed} failed in ${seconds} s\n`,
    );
  });

  test('everybody has a final status, and the report counts them all', () => {
    expect(new Set(deliveries.map(({ registration }) => registration)).size).toBe(PEOPLE);
    const open = deliveries.filter(({ status }) => status === 'sending' || status === 'refused');
    expect(open).toEqual([]);
    const { sent, failed, uncertain, notSent, left } = done.report;
    expect(sent + failed + uncertain + notSent).toBe(PEOPLE);
    expect(left).toBe(0);
  });

  test('nobody was called twice, and whoever counts as told was', () => {
    expect([...arrived].filter(([, count]) => count > 1)).toEqual([]);
    const statuses = new Map(deliveries.map(({ registration, status }) => [String(registration), status]));
    const wrong: string[] = [];
    for (let index = 0; index < PEOPLE; index += 1) {
      const status = statuses.get(registeredOf(index).id);
      const count = arrived.get(phoneOf(index)) ?? 0;
      if (status === 'sent' ? count !== 1 : status !== 'uncertain' && count !== 0)
        wrong.push(`${index} ${status} ${count}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a death leaves no more uncertain than it found claimed', () => {
    expect(done.report.uncertain).toBeLessThanOrEqual(KILLS * CHUNK);
  });
});
