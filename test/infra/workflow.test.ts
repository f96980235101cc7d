import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionsOf } from '#infra/wiring.ts';
import { attribute, ref, root, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

const file = join(root, 'workflows', 'complaint.asl.json');
let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

describe('the state machine', () => {
  it('is deployed as workflows/complaint.asl.json says, to the letter', () => {
    const { DefinitionString } = city.one('AWS::StepFunctions::StateMachine', 'ComplaintMachine');
    expect(DefinitionString).toBe(readFileSync(file, 'utf8'));
  });

  it('finds its tasks under the names of its states', () => {
    const { DefinitionSubstitutions } = city.one('AWS::StepFunctions::StateMachine', 'ComplaintMachine');
    const tasks = functionsOf('tasks').map((id) => [id, attribute(id)] as const);
    expect(DefinitionSubstitutions).toEqual({ ...Object.fromEntries(tasks), ComplaintTable: ref('ComplaintTable') });
    const { States }: { States: Record<string, unknown> } = JSON.parse(readFileSync(file, 'utf8'));
    for (const [id] of tasks) expect(States).toHaveProperty(id);
  });

  it('is standard, traced, and logs every event without its data', () => {
    expect(city.one('AWS::StepFunctions::StateMachine', 'ComplaintMachine')).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});

describe('the state machine of messages to many', () => {
  const emergencyFile = join(root, 'workflows', 'emergency-message.asl.json');

  it('is deployed as workflows/emergency-message.asl.json says, to the letter, and finds its tasks, table and bucket', () => {
    const machine = city.one('AWS::StepFunctions::StateMachine', 'EmergencyMachine');
    expect(machine.DefinitionString).toBe(readFileSync(emergencyFile, 'utf8'));
    const tasks = functionsOf('emergency').map((id) => [id, attribute(id)] as const);
    expect(machine.DefinitionSubstitutions).toEqual({
      ...Object.fromEntries(tasks),
      EmergencyTable: ref('EmergencyTable'),
      AudienceBucket: ref('AudienceBucket'),
    });
  });

  it('is standard, traced, and logs every event without its data', () => {
    expect(city.one('AWS::StepFunctions::StateMachine', 'EmergencyMachine')).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });

  it('is started and woken by the stream of its messages, which tells of entries in their stories and of tokens', () => {
    const mapping = city.one('AWS::Lambda::EventSourceMapping', 'StreamToEmergencyRelay');
    expect(mapping).toMatchObject({
      FunctionName: ref('EmergencyRelay'),
      EventSourceArn: attribute('EmergencyTable', 'StreamArn'),
      MaximumRetryAttempts: 10,
      DestinationConfig: { OnFailure: { Destination: attribute('EmergencyDeadLetters') } },
    });
    const filters = [
      { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'event#' }] } } } },
      { dynamodb: { Keys: { sk: { S: ['wait'] } } } },
    ];
    expect(mapping.FilterCriteria).toEqual({ Filters: filters.map((filter) => ({ Pattern: JSON.stringify(filter) })) });
  });

  it('is stopped for a person when its execution ends otherwise than well', () => {
    expect(city.one('AWS::Events::Rule', 'MessageFaults')).toMatchObject({
      EventPattern: {
        detail: { stateMachineArn: [ref('EmergencyMachine')], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [{ Arn: attribute('StopMessage'), DeadLetterConfig: { Arn: attribute('EmergencyDeadLetters') } }],
    });
  });
});

describe('wake-ups', () => {
  const never = {
    BatchSize: 100,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumBatchingWindowInSeconds: 0,
    MaximumRetryAttempts: 10,
    StartingPosition: 'TRIM_HORIZON',
    EventSourceArn: attribute('ComplaintTable', 'StreamArn'),
  };

  it.each([
    [
      'StreamToRelay',
      'Relay',
      'RelayDeadLetters',
      [
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: ['desk'] } } } },
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'execution#' }] } } } },
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'signal#' }] } } } },
        { dynamodb: { Keys: { sk: { S: ['wait'] } } } },
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ suffix: '#app' }] } } } },
      ],
    ],
    [
      'StreamToNotices',
      'Notices',
      'NoticeDeadLetters',
      [
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'notice#' }] } } } },
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'resend#' }] } } } },
      ],
    ],
    [
      'StreamToInstitutions',
      'AskInstitution',
      'InstitutionDeadLetters',
      [{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: ['outside'] } } } }],
    ],
  ])('%s brings %s the records meant for it, and loses none', (id, target, deadLetters, filters) => {
    const mapping = city.one('AWS::Lambda::EventSourceMapping', id);
    expect(mapping).toMatchObject({
      ...never,
      FunctionName: ref(target),
      DestinationConfig: { OnFailure: { Destination: attribute(deadLetters) } },
    });
    expect(mapping.FilterCriteria).toEqual({ Filters: filters.map((filter) => ({ Pattern: JSON.stringify(filter) })) });
  });

  it.each([
    ['QueueToRelay', 'RelayQueue', 'Relay'],
    ['QueueToNotices', 'NoticeQueue', 'Notices'],
    ['QueueToCalendar', 'CalendarQueue', 'Calendar'],
    ['QueueToInstitutions', 'InstitutionQueue', 'AskInstitution'],
    ['QueueToApps', 'AppQueue', 'TellApp'],
  ])('%s brings %s back to %s, message by message', (id, queue, target) => {
    expect(city.one('AWS::Lambda::EventSourceMapping', id)).toMatchObject({
      EventSourceArn: attribute(queue),
      FunctionName: ref(target),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it.each([
    ['DailySweep', 'Sweep', 3, 'SweepDeadLetters'],
    ['DailyCalendar', 'Calendar', 3, 'CalendarDeadLetters'],
    ['DailyDigests', 'Notices', 9, 'NoticeDeadLetters'],
    ['DailyHeldNotices', 'Notices', 8, 'NoticeDeadLetters'],
    ['DailyMessages', 'EmergencyRelay', 7, 'EmergencyDeadLetters'],
  ])('%s calls %s every day at %i o’clock in Seoul and tells it the time', (id, target, hour, deadLetters) => {
    expect(city.one('AWS::Scheduler::Schedule', id)).toMatchObject({
      ScheduleExpression: `cron(0 ${hour} * * ? *)`,
      ScheduleExpressionTimezone: 'Asia/Seoul',
      State: 'ENABLED',
      Target: {
        Arn: attribute(target),
        RoleArn: attribute(`${id}Role`),
        Input: `{"scheduledAt":"<aws.scheduler.scheduled-time>"${id === 'DailyHeldNotices' ? ',"asks":"held"' : ''}}`,
        DeadLetterConfig: { Arn: attribute(deadLetters) },
      },
    });
  });

  it('no schedule fires more often than hourly', () => {
    const minutes = [...city.all('AWS::Scheduler::Schedule').values()].map(({ ScheduleExpression }) =>
      /^cron\((\S+) /.exec(String(ScheduleExpression))?.at(1),
    );
    expect(minutes).toEqual(['0', '0', '0', '0', '0']);
    for (const [id, rule] of city.all('AWS::Events::Rule')) expect(rule, id).not.toHaveProperty('ScheduleExpression');
  });

  it('an execution that ends otherwise than well needs a person, whoever ended it', () => {
    expect(city.one('AWS::Events::Rule', 'ExecutionFaults')).toMatchObject({
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [ref('ComplaintMachine')], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [{ Arn: attribute('NeedsAPerson'), DeadLetterConfig: { Arn: attribute('NeedsAPersonDeadLetters') } }],
    });
  });

  it.each([
    ['Sweep', 'Sweep', 'SweepDeadLetters'],
    ['Calendar', 'Calendar', 'CalendarDeadLetters'],
    ['Digests', 'Notices', 'NoticeDeadLetters'],
    ['Messages', 'EmergencyRelay', 'EmergencyDeadLetters'],
    ['NeedsAPerson', 'NeedsAPerson', 'NeedsAPersonDeadLetters'],
    ['StopMessage', 'StopMessage', 'EmergencyDeadLetters'],
    ['StopImport', 'StopImport', 'ImportDeadLetters'],
  ])('an event of %s that %s took and could not handle is a dead letter', (id, handler, deadLetters) => {
    expect(city.one('AWS::Lambda::EventInvokeConfig', `${id}Unhandled`)).toMatchObject({
      FunctionName: ref(handler),
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: attribute(deadLetters) } },
    });
  });
});
