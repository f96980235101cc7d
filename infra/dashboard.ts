import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  Metric,
  PeriodOverride,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { serverErrors, type Watched } from './alarms.ts';

const period = Duration.minutes(5);

/** One page for whoever is on duty: which alarms sound, then requests, executions, what waits, what failed. */
export function dashboard(
  scope: Construct,
  { api, machine, queues, functions, alarms }: Omit<Watched, 'tables'> & { readonly alarms: IAlarm[] },
): void {
  const ofApi = (metricName: string, statistic: string): Metric =>
    new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap: { ApiId: api.apiId }, statistic, period });
  const ofFunctions = (pick: (id: string) => boolean, metricName: string, statistic: string): IMetric[] =>
    [...functions]
      .filter(([id]) => pick(id))
      .map(([id, lambda]) => lambda.metric(metricName, { label: id, statistic, period }));

  new Dashboard(scope, 'Dashboard', { periodOverride: PeriodOverride.AUTO }).addWidgets(
    new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 }),
    graph('Requests', [ofApi('Count', Stats.SUM), ofApi('4xx', Stats.SUM), serverErrors(api)]),
    graph('Answer time (ms)', [ofApi('Latency', Stats.percentile(50)), ofApi('Latency', Stats.percentile(99))]),
    graph('Executions', [
      machine.metricStarted({ period }),
      machine.metricSucceeded({ period }),
      machine.metricFailed({ period }),
    ]),
    graph(
      'Operator queue: arrivals',
      ofFunctions((id) => id === 'NeedsAPerson', 'Invocations', Stats.SUM),
    ),
    graph(
      'Behind the stream (ms)',
      ofFunctions((id) => id === 'Relay' || id === 'Notices', 'IteratorAge', Stats.MAXIMUM),
    ),
    graph(
      'Waiting messages and dead letters',
      Object.entries(queues).map(([label, queue]) => queue.metricApproximateNumberOfMessagesVisible({ label, period })),
    ),
    graph(
      'Errors by function',
      ofFunctions(() => true, 'Errors', Stats.SUM),
    ),
    graph(
      'Duration by function, p99 (ms)',
      ofFunctions(() => true, 'Duration', Stats.percentile(99)),
    ),
  );
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12, height: 6 });
}
