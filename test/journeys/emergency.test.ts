import { createHash } from 'node:crypto';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCity } from './city.ts';
import { EmergencyCity, warning } from './emergency-city.ts';

type Endpoint = { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

let emergency: EmergencyCity;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openCity();
  close = opened.close;
  emergency = new EmergencyCity(opened.city);
});
afterAll(() => close());

describe('a message to all registered citizens', () => {
  test('goes from draft over dry run, approval and countdown to each of them once, and to nobody else', async () => {
    const inGangnam = await emergency.register({ phone: '010-2000-0001', districts: ['gangnam'] });
    const english = await emergency.register({ phone: '010-2000-0002', districts: ['seocho', 'mapo'], language: 'en' });
    const byMail = await emergency.register({ email: 'kim@example.com', districts: ['gangnam', 'seocho'] });
    const elsewhere = await emergency.register({ phone: '010-2000-0003', districts: ['mapo'] });
    const newsOnly = await emergency.register({ phone: '010-2000-0004', districts: ['gangnam'], emergency: false });

    const id = await emergency.draft();
    const drafted = await emergency.read(id);
    expect(drafted.message).toMatchObject({
      stage: 'awaiting-approval',
      dryRun: {
        total: 3,
        optedOut: 1,
        smsParts: 2,
        partsByLanguage: { ko: 1, en: 1 },
        costUsd: 0.0801,
        exceeds: [],
        audience: [
          { district: 'gangnam', channel: 'email', language: 'ko', count: 1 },
          { district: 'gangnam', channel: 'sms', language: 'ko', count: 1 },
          { district: 'seocho', channel: 'sms', language: 'en', count: 1 },
        ],
      },
    });
    expect(await emergency.inbox(inGangnam.to)).toHaveLength(1);

    expect((await emergency.approve(id)).status).toBe(202);
    await emergency.city.rest();
    expect((await emergency.read(id)).message).toMatchObject({ stage: 'countdown', frozen: { count: 3 } });
    await emergency.city.advance('PT59S');
    expect(await emergency.inbox(inGangnam.to)).toHaveLength(1);

    const done = await emergency.sendOut(id);
    expect(done.message).toMatchObject({ stage: 'sent', topics: { officials: 'sent', apps: 'sent' } });
    expect(done.report).toMatchObject({ sent: 3, failed: 0, uncertain: 0, notSent: 0, left: 0, costUsd: 0.0801 });
    expect(done.report.lines).toEqual([
      { district: 'gangnam', channel: 'email', status: 'sent', count: 1 },
      { district: 'gangnam', channel: 'sms', status: 'sent', count: 1 },
      { district: 'seocho', channel: 'sms', status: 'sent', count: 1 },
    ]);
    const lastTo = async (to: string) => (await emergency.inbox(to)).slice(1).map(({ text }) => text);
    expect(await lastTo(inGangnam.to)).toEqual([
      '[긴급] 강남역 일대 침수. 강남역 1~12번 출구. 지하를 피해 높은 곳으로 대피하세요',
    ]);
    expect(await lastTo(english.to)).toEqual([
      '[URGENT] Flood. Gangnam station. Leave basements and go to high ground',
    ]);
    expect(await lastTo(byMail.to)).toHaveLength(1);
    for (const { to } of [elsewhere, newsOnly]) expect(await lastTo(to)).toEqual([]);
    expect((await emergency.inbox('lead-safety@example.com')).map(({ text }) => text.slice(0, 4))).toEqual(['[긴급]']);
    expect(done.story.map(({ action }) => action)).toEqual([
      'posted',
      'taken-in-hand',
      'dry-run',
      'approved',
      'frozen',
      'sending-begun',
      'announcing-to-officials',
      'announced-to-officials',
      'announcing-to-apps',
      'announced-to-apps',
      'ended',
    ]);
  });

  test('goes to a frozen audience of ids, whose hash is what was approved, to channel apps in every language, and leaves no word in its execution', async () => {
    const { body: endpoint } = await emergency.city.ask<Endpoint>('GET', '/_local/endpoint');
    const [topics, store] = [new SNSClient(endpoint), new S3Client({ ...endpoint, forcePathStyle: true })];
    const { Topics = [] } = await topics.send(new ListTopicsCommand({}));
    const TopicArn = Topics.map((topic) => topic.TopicArn).find((arn) => arn?.includes('EmergencyApps'));
    await topics.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'app@example.com' }));
    const resident = await emergency.register({ phone: '010-2000-0009', districts: ['gangseo'] });
    const id = await emergency.draft({ ...warning, districts: ['gangseo'] });
    await emergency.approve(id);
    const { message } = await emergency.sendOut(id);

    const { Buckets = [] } = await store.send(new ListBucketsCommand({}));
    const Bucket = Buckets.map(({ Name }) => Name).find((name) => name?.includes('audience'));
    const { Body } = await store.send(new GetObjectCommand({ Bucket, Key: message.frozen?.key }));
    const text = (await Body?.transformToString()) ?? '';
    expect(JSON.parse(text)).toEqual([resident.id]);
    expect(text).not.toContain('+82');
    const hash = createHash('sha256').update(resident.id).digest('hex');
    expect([message.frozen?.hash, message.dryRun?.audienceHash]).toEqual([hash, hash]);
    const toApps = await emergency.inbox('app@example.com');
    expect(toApps.map((one) => one.text.split(' ')[0]).sort()).toEqual(['[URGENT]', '[긴급]']);
    topics.destroy();
    store.destroy();

    const states = new SFNClient(endpoint);
    const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
    const machine = stateMachines.find(({ name }) => name?.includes('EmergencyMessages'));
    const executionArn = machine?.stateMachineArn?.replace(':stateMachine:', ':execution:').concat(`:${id}-1`);
    const { events = [] } = await states.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    expect(events.length).toBeGreaterThan(20);
    expect(JSON.stringify(events)).not.toMatch(/\+82|침수|대피|Flood/);
    states.destroy();
  });

  test('as a drill says so at the front, in every language', async () => {
    const id = await emergency.draft({ ...warning, isDrill: true, districts: ['nowon'] });
    const { preview } = await emergency.read(id);
    expect(preview.map(({ language, text }) => `${language} ${text.slice(0, 7)}`)).toEqual([
      'ko [훈련][긴급',
      'en [DRILL]',
    ]);
  });
});
