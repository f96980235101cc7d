import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Queues } from './queues.ts';
import type { FunctionId } from './wiring.ts';

/** What is watched. */
export type Watched = {
  readonly queues: Queues;
  readonly functions: ReadonlyMap<FunctionId, LambdaFunction>;
  readonly machine: StateMachine;
  readonly tables: readonly Table[];
  readonly api: HttpApi;
};

/** A stream reader this far behind (milliseconds) is alarming: 60,000 (one minute). */
export const OLDEST_RECORD_MS = 60_000;

/** Fires when `metric` is above `above` in any five minutes; the description says what to do. */
type Watch = { readonly id: string; readonly metric: IMetric; readonly above: number; readonly description: string };

const period = Duration.minutes(5);

/** An alarm on everything that would otherwise fail in silence; each tells the topic, when it begins and when it is over. */
export function alarms(scope: Construct, topic: ITopic, watched: Watched): Alarm[] {
  const group = new Construct(scope, 'Alarm');
  const watches = [
    ...ofQueues(watched.queues),
    ...ofFunctions(watched.functions),
    ...ofMachine(watched.machine),
    ...ofApi(watched.api),
    ...watched.tables.flatMap(ofTable),
    ofNotices(group, watched.functions.get('Notices')),
    ofSmsPumping(group, watched.functions.get('Notices')),
    ofCalendar(group, watched.functions),
  ];
  return watches.map(({ id, metric, above, description }) => {
    const alarm = new Alarm(group, id, {
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: description,
    });
    const tell = new SnsAction(topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  });
}

function ofQueues(queues: Queues): Watch[] {
  return Object.entries(queues)
    .filter(([id]) => id.endsWith('DeadLetters'))
    .map(([id, queue]) => ({
      id,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
      above: 0,
      description: `${id} holds messages that nobody could handle: read one, mend the cause, redrive the queue`,
    }));
}

function ofFunctions(functions: ReadonlyMap<FunctionId, LambdaFunction>): Watch[] {
  return [...functions].flatMap(([id, lambda]) => {
    const watches: Watch[] = [
      {
        id,
        metric: total(`${id}: errors and throttles`, [
          lambda.metricErrors({ period }),
          lambda.metricThrottles({ period }),
        ]),
        above: 0,
        description: `${id} failed or was throttled: its log and its traces say why`,
      },
    ];
    if (
      id === 'Relay' ||
      id === 'Notices' ||
      id === 'AskInstitution' ||
      id === 'EmergencyRelay' ||
      id === 'ImportRelay'
    ) {
      watches.push({
        id: `${id}IteratorAge`,
        metric: lambda.metric('IteratorAge', { period, statistic: Stats.MAXIMUM }),
        above: OLDEST_RECORD_MS,
        description: `${id} reads its table's stream more than a minute late`,
      });
    }
    if (id === 'NeedsAPerson') {
      watches.push({
        id: 'OperatorQueue',
        metric: lambda.metricInvocations({ period }),
        above: 0,
        description: 'A complaint came into the operator queue: GET /v1/operator/queue says which one and why',
      });
    }
    if (id === 'StopMessage') {
      watches.push({
        id: 'MessageStopped',
        metric: lambda.metricInvocations({ period }),
        above: 0,
        description:
          'A message to many was stopped: GET /v1/emergency-messages says which; mend the cause, then resume it',
      });
    }
    if (id === 'StopImport') {
      watches.push({
        id: 'ImportStopped',
        metric: lambda.metricInvocations({ period }),
        above: 0,
        description:
          'An import was stopped: its log says which and why; mend the cause, then its official starts it again',
      });
    }
    return watches;
  });
}

function ofMachine(machine: StateMachine): Watch[] {
  const ended = [
    machine.metricFailed({ period }),
    machine.metricTimedOut({ period }),
    machine.metricAborted({ period }),
  ];
  return [
    {
      id: 'Executions',
      metric: total('Executions that did not succeed', ended),
      above: 0,
      description: 'An execution failed, timed out or was stopped: its complaint must be in the operator queue',
    },
  ];
}

/** A notice that was refused for good stands in the ledger and nowhere else: its log line is counted. */
function ofNotices(scope: Construct, notices: LambdaFunction | undefined): Watch {
  return {
    id: 'NoticesRefused',
    // As functions/notices says it.
    metric: linesWith(scope, 'NoticesRefusedFilter', notices, 'notice not accepted', 'NoticesRefused'),
    above: 0,
    description:
      'SNS or SES refused a notice: the log of Notices says by what error; look at sandbox, spend quota and identity',
  };
}

/** Somebody has the city send messages: a number beyond the prefixes allowed, or more of them than a day may have. */
function ofSmsPumping(scope: Construct, notices: LambdaFunction | undefined): Watch {
  return {
    id: 'SmsPumping',
    // As functions/notices says it.
    metric: linesWith(scope, 'SmsPumpingFilter', notices, 'sms denied', 'SmsPumping'),
    above: 0,
    description:
      'An SMS was held back by prefix or daily cap: look in GET /v1/operator/undelivered who files, before you raise a limit',
  };
}

/** A calendar that ends too early is told by the nightly look at it, and by every date that is given beyond it. */
function ofCalendar(scope: Construct, functions: ReadonlyMap<FunctionId, LambdaFunction>): Watch {
  // As functions/calendar and functions/tasks say it.
  const told = { Calendar: 'calendar ends too early', Assign: 'due date is provisional' } as const;
  const metrics = Object.entries(told).map(([id, message]) =>
    linesWith(scope, `${id}ProvisionalFilter`, functions.get(id as FunctionId), message, `${id}Provisional`),
  );
  return {
    id: 'CalendarEnds',
    metric: total('Dates beyond the confirmed calendar', metrics),
    above: 0,
    description:
      'The confirmed calendar ends within half a year, or a due date lies beyond it: confirm the next year in rules/tables/holidays.json and deploy',
  };
}

/** How many lines of a function's log say this. */
function linesWith(
  scope: Construct,
  id: string,
  lambda: LambdaFunction | undefined,
  message: string,
  metricName: string,
): Metric {
  if (lambda === undefined) throw new Error(`the function of ${id} is not made yet`);
  const filter = new MetricFilter(scope, id, {
    logGroup: lambda.logGroup,
    filterPattern: FilterPattern.stringValue('$.message', '=', message),
    metricNamespace: Stack.of(scope).stackName,
    metricName,
  });
  return filter.metric({ period, statistic: Stats.SUM });
}

function ofApi(api: HttpApi): Watch[] {
  const description = 'The HTTP API answered 5xx: the access log names the route and the request';
  return [{ id: 'Api5xx', metric: serverErrors(api), above: 0, description }];
}

function ofTable(table: Table): Watch[] {
  const { id } = table.node;
  const sum = (name: string, dimensionsMap?: Record<string, string>): Metric =>
    table.metric(name, { statistic: Stats.SUM, period, ...(dimensionsMap === undefined ? {} : { dimensionsMap }) });
  const operations = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'TransactWriteItems'];
  const systemErrors = operations.map((Operation) => sum('SystemErrors', { TableName: table.tableName, Operation }));
  return [
    {
      id: `${id}Throttles`,
      metric: total(`${id}: throttled`, [sum('ReadThrottleEvents'), sum('WriteThrottleEvents')]),
      above: 0,
      description: `${id} throttled requests: look for a hot partition, or for the quota of the account`,
    },
    {
      id: `${id}SystemErrors`,
      metric: total(`${id}: errors of DynamoDB's own`, systemErrors),
      above: 0,
      description: `${id} answered with errors of DynamoDB's own: see the AWS Health dashboard`,
    },
  ];
}

/** Answers 5xx of the HTTP API. */
export function serverErrors(api: HttpApi): Metric {
  const dimensionsMap = { ApiId: api.apiId };
  return new Metric({ namespace: 'AWS/ApiGateway', metricName: '5xx', dimensionsMap, statistic: Stats.SUM, period });
}

/** Their sum. FILL, because AWS writes some of these only when they happen: one without data would void the whole sum. */
function total(label: string, metrics: readonly IMetric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric]));
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, label, period });
}
