import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { wiring } from '#infra/wiring.ts';
import { attribute, ref, root, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

const alarm = (id: string) => city.one('AWS::CloudWatch::Alarm', `Alarm${id}`);

const filter = (id: string) => city.one('AWS::Logs::MetricFilter', `Alarm${id}Filter`);
const source = (path: string): string => readFileSync(join(root, path), 'utf8');
/** The words that a filter looks for in the log. */
const wordsOf = (id: string): string | undefined => /= "([^"]+)"/.exec(String(filter(id).FilterPattern))?.[1];

describe('alarms', () => {
  it('all tell the alarm topic, say what to do, and take no data for good news', () => {
    for (const [id, each] of city.all('AWS::CloudWatch::Alarm')) {
      expect(each, id).toMatchObject({
        AlarmActions: [ref('AlarmTopic')],
        OKActions: [ref('AlarmTopic')],
        AlarmDescription: expect.stringMatching(/.{40}/),
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
      });
    }
  });

  it('one for every queue of dead letters, at the first message', () => {
    const queues = [...city.all('AWS::SQS::Queue').keys()].filter((id) => id.endsWith('DeadLetters'));
    expect(queues).toHaveLength(10);
    for (const id of queues) {
      expect(alarm(id)).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: attribute(id, 'QueueName') }],
        Threshold: 0,
      });
    }
  });

  it.each(['Relay', 'Notices', 'EmergencyRelay', 'ImportRelay'])('when %s reads the stream a minute late', (id) => {
    expect(alarm(`${id}IteratorAge`)).toMatchObject({
      MetricName: 'IteratorAge',
      Namespace: 'AWS/Lambda',
      Dimensions: [{ Name: 'FunctionName', Value: ref(id) }],
      Threshold: 60_000,
    });
  });

  it('when a complaint comes into the operator queue, and when an execution does not succeed', () => {
    expect(alarm('OperatorQueue')).toMatchObject({
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: ref('NeedsAPerson') }],
      Threshold: 0,
    });
    const text = JSON.stringify(alarm('Executions'));
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])
      expect(text).toContain(metric);
  });

  it('when a message to many is stopped for a person', () => {
    expect(alarm('MessageStopped')).toMatchObject({
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: ref('StopMessage') }],
      Threshold: 0,
    });
  });

  it.each(Object.keys(wiring))('when %s fails or is throttled', (id) => {
    const text = JSON.stringify(alarm(id));
    expect(text).toContain('"MetricName":"Errors"');
    expect(text).toContain('"MetricName":"Throttles"');
  });

  it('when an SMS is held back by prefix or cap, by the words that the function logs', () => {
    expect(alarm('SmsPumping')).toMatchObject({ Namespace: 'Daedap', MetricName: 'SmsPumping', Threshold: 0 });
    expect(filter('SmsPumping')).toMatchObject({ LogGroupName: ref('NoticesLog') });
    expect(source('functions/notices/sms-allowance.ts')).toContain(`'${wordsOf('SmsPumping')}'`);
  });

  it('when a provider refuses a notice, by the words that the function logs', () => {
    expect(alarm('NoticesRefused')).toMatchObject({ Namespace: 'Daedap', MetricName: 'NoticesRefused', Threshold: 0 });
    expect(filter('NoticesRefused')).toMatchObject({ LogGroupName: ref('NoticesLog') });
    for (const path of ['functions/notices/send-notice.ts', 'functions/notices/digest.ts']) {
      expect(source(path), path).toContain(`'${wordsOf('NoticesRefused')}'`);
    }
  });

  it.each([
    ['Calendar', 'functions/calendar/carry-calendar.ts'],
    ['Assign', 'functions/tasks/assign.ts'],
  ])('when the confirmed calendar comes to its end, by the words that %s logs', (id, path) => {
    expect(filter(`${id}Provisional`)).toMatchObject({ LogGroupName: ref(`${id}Log`) });
    expect(source(path)).toContain(`'${wordsOf(`${id}Provisional`)}'`);
    const text = JSON.stringify(alarm('CalendarEnds'));
    expect(text).toContain(`"MetricName":"${id}Provisional"`);
    expect(text).toContain('rules/tables/holidays.json');
  });

  it('when the API answers 5xx, and when a table throttles or fails', () => {
    expect(alarm('Api5xx')).toMatchObject({ Namespace: 'AWS/ApiGateway', MetricName: '5xx', Threshold: 0 });
    for (const table of [
      'ComplaintTable',
      'CityTable',
      'IdentityTable',
      'SubscriptionTable',
      'StatisticsTable',
      'EmergencyTable',
      'RegistryTable',
      'DeliveryTable',
      'ImportTable',
    ]) {
      expect(JSON.stringify(alarm(`${table}Throttles`))).toContain('WriteThrottleEvents');
      expect(JSON.stringify(alarm(`${table}SystemErrors`))).toContain('SystemErrors');
    }
  });

  it('a sum takes a metric that was never written for zero, or the whole sum would be void', () => {
    for (const [id, { Metrics }] of city.all('AWS::CloudWatch::Alarm')) {
      const expression = /"Expression":"([^"]+)"/.exec(JSON.stringify(Metrics ?? []))?.at(1);
      if (expression !== undefined) expect(expression, id).toMatch(/^FILL\(m0, 0\)( \+ FILL\(m\d, 0\))+$/);
    }
  });
});

describe('the dashboard', () => {
  it('is there once, and shows every alarm first', () => {
    city.template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    const body = JSON.stringify(city.one('AWS::CloudWatch::Dashboard', 'Dashboard'));
    for (const id of city.all('AWS::CloudWatch::Alarm').keys()) expect(body).toContain(`"Fn::GetAtt":["${id}","Arn"]`);
    expect(body.indexOf('Alarms')).toBeLessThan(body.indexOf('Requests'));
  });

  it('and whoever deploys is told what they need next', () => {
    expect(Object.keys(city.template.findOutputs('*')).sort()).toEqual([
      'AlarmTopicArn',
      'ApiUrl',
      'AuditOfficeTopicArn',
      'CityTableName',
      'ComplaintTableName',
      'DeliveryTableName',
      'DutyLeadTopicArn',
      'EmergencyAppsTopicArn',
      'EmergencyOfficialsTopicArn',
      'EmergencyTableName',
      'FileBucketName',
      'IdentityTableName',
      'ImportTableName',
      'OperatorTopicArn',
      'RegistryTableName',
      'StateMachineArn',
      'StatisticsTableName',
      'SubscriptionTableName',
      'UserPoolClientId',
      'UserPoolId',
    ]);
  });
});
