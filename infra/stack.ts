import { join } from 'node:path';
import { type App, type CfnElement, CfnOutput, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { operations } from '#schemas/api/operations.ts';
import { acknowledge, acknowledgements } from './acknowledgements.ts';
import { alarms } from './alarms.ts';
import { complaintMachine } from './complaint-machine.ts';
import { dashboard } from './dashboard.ts';
import { emergencyMachine } from './emergency-machine.ts';
import {
  emergencyFilters,
  fileFilters,
  importFilters,
  institutionFilters,
  noticeFilters,
  queueMapping,
  relayFilters,
  streamMapping,
} from './event-sources.ts';
import { arns, type Foundations, foundations, settingValues } from './foundations.ts';
import { checkWiring, Lambdas } from './functions.ts';
import { httpApi, routeId } from './http-api.ts';
import { importMachine } from './import-machine.ts';
import { logicalIdOf } from './names.ts';
import { daily, executionFaults } from './wake-ups.ts';
import { functionsOf } from './wiring.ts';

/** Where the stack finds what is not CDK: absolute paths. */
export type Sources = {
  /** The project, with `workflows/complaint.asl.json`. */
  readonly root: string;
  /** The functions' sources, whose files the wiring is held against. */
  readonly functions: string;
  /** The bundled functions. */
  readonly bundles: string;
};

/**
 * The whole city in one stack. It looks nothing up, so it is made without credentials and fits any account and region:
 * where it goes is said when it is deployed (we mean `ap-northeast-2`, Seoul).
 */
export class DaedapStack extends Stack {
  constructor(app: App, id: string, { root, functions, bundles }: Sources) {
    super(app, id, { description: 'Daedap: a city answers its complaints by the date the law sets' });
    checkWiring(functions);
    const ground = foundations(this);
    const lambdas = new Lambdas().add(this, functionsOf('tasks'), {
      bundles,
      arns: arns(ground),
      values: settingValues(ground),
    });
    const machine = complaintMachine(this, {
      definition: join(root, 'workflows', 'complaint.asl.json'),
      tasks: lambdas.all,
      table: ground.complaints,
    });
    const messages = this.#messages(ground, bundles, root);
    const imports = this.#imports(ground, bundles, root);
    // The API comes before the machine may be known, too: it writes down what is said, and the relay does the rest.
    lambdas.add(this, functionsOf('api'), { bundles, arns: arns(ground), values: settingValues(ground) });
    lambdas.join(messages.lambdas).join(imports.lambdas);
    // And before the notices, whose mails lead to its pages.
    const api = this.#api(ground, lambdas);
    const others = ['relay', 'notices', 'calendar', 'institutions', 'channel-apps', 'attachments'] as const;
    lambdas.add(this, others.flatMap(functionsOf), {
      bundles,
      arns: arns(ground, machine, messages.machine, imports.machine),
      values: settingValues(ground, {
        machine,
        emergencyMachine: messages.machine,
        importsMachine: imports.machine,
        api,
      }),
    });
    this.#wakeUps(ground, lambdas, machine);
    this.#messageWakeUps(ground, lambdas, messages.machine);
    this.#importWakeUps(ground, lambdas, imports.machine);
    const watched = { queues: ground.queues, functions: lambdas.all, machine, api };
    const sounding = alarms(this, ground.topics.AlarmTopic, {
      ...watched,
      tables: [
        ground.complaints,
        ground.city,
        ground.identities.table,
        ground.subscriptions,
        ground.statistics,
        ...Object.values(ground.emergency),
        ground.imports.table,
      ],
    });
    dashboard(this, { ...watched, alarms: sounding });
    this.#outputs(ground, machine, api);
    const openRoutes = operations.filter(({ access }) => access !== 'token').map(({ id }) => routeId(id));
    acknowledge(
      this,
      acknowledgements(
        openRoutes,
        [...lambdas.all.keys()].map((lambda) => `${lambda}Role`),
      ),
    );
  }

  protected override allocateLogicalId(element: CfnElement): string {
    return logicalIdOf(element);
  }

  /** The steps of messages to many, and their state machine. */
  #messages(ground: Foundations, bundles: string, root: string): { machine: StateMachine; lambdas: Lambdas } {
    const lambdas = new Lambdas().add(this, functionsOf('emergency'), {
      bundles,
      arns: arns(ground),
      values: settingValues(ground),
    });
    const machine = emergencyMachine(this, {
      definition: join(root, 'workflows', 'emergency-message.asl.json'),
      tasks: lambdas.all,
      tables: ground.emergency,
      audiences: ground.audiences,
    });
    return { machine, lambdas };
  }

  /** The steps of imports, and their state machine. */
  #imports(ground: Foundations, bundles: string, root: string): { machine: StateMachine; lambdas: Lambdas } {
    const lambdas = new Lambdas().add(this, functionsOf('imports'), {
      bundles,
      arns: arns(ground),
      values: settingValues(ground),
    });
    const machine = importMachine(this, {
      definition: join(root, 'workflows', 'import.asl.json'),
      tasks: lambdas.all,
      bucket: ground.imports.bucket,
    });
    return { machine, lambdas };
  }

  #importWakeUps({ imports, queues }: Foundations, lambdas: Lambdas, machine: StateMachine): void {
    const deadLetters = queues.ImportDeadLetters;
    const toRelay = { table: imports.table, target: lambdas.of('ImportRelay'), filters: importFilters, deadLetters };
    streamMapping(this, 'StreamToImportRelay', toRelay);
    executionFaults(this, 'ImportFaults', 'StopImport', {
      description: 'Imports whose execution failed, timed out or was aborted are stopped for a person',
      machine,
      told: lambdas.of('StopImport'),
      deadLetters,
    });
  }

  #messageWakeUps({ emergency, queues }: Foundations, lambdas: Lambdas, machine: StateMachine): void {
    const deadLetters = queues.EmergencyDeadLetters;
    const target = lambdas.of('EmergencyRelay');
    const toRelay = { table: emergency.messages, target, filters: emergencyFilters, deadLetters };
    streamMapping(this, 'StreamToEmergencyRelay', toRelay);
    daily(this, 'Messages', {
      description:
        'Every morning at 07:00 in Seoul: which message to many waits for an execution that was never started or woken?',
      hour: 7,
      target,
      deadLetters,
    });
    executionFaults(this, 'MessageFaults', 'StopMessage', {
      description: 'Messages to many whose execution failed, timed out or was aborted are stopped for a person',
      machine,
      told: lambdas.of('StopMessage'),
      deadLetters,
    });
  }

  #wakeUps({ complaints: table, queues }: Foundations, lambdas: Lambdas, machine: StateMachine): void {
    const relay = lambdas.of('Relay');
    const notices = lambdas.of('Notices');
    const toRelay = { table, target: relay, filters: relayFilters, deadLetters: queues.RelayDeadLetters };
    const toNotices = { table, target: notices, filters: noticeFilters, deadLetters: queues.NoticeDeadLetters };
    streamMapping(this, 'StreamToRelay', toRelay);
    queueMapping(this, 'QueueToRelay', { queue: queues.RelayQueue, target: relay });
    streamMapping(this, 'StreamToNotices', toNotices);
    // One at a time: what the first of a complaint has to wait for, the next one does.
    queueMapping(this, 'QueueToApps', { queue: queues.AppQueue, target: lambdas.of('TellApp'), batchSize: 1 });
    queueMapping(this, 'QueueToNotices', { queue: queues.NoticeQueue, target: notices });
    const asks = lambdas.of('AskInstitution');
    const toAsks = { table, target: asks, filters: institutionFilters, deadLetters: queues.InstitutionDeadLetters };
    streamMapping(this, 'StreamToInstitutions', toAsks);
    queueMapping(this, 'QueueToInstitutions', { queue: queues.InstitutionQueue, target: asks });
    const toFiles = {
      table,
      target: lambdas.of('KeepFiles'),
      filters: fileFilters,
      deadLetters: queues.FileDeadLetters,
    };
    streamMapping(this, 'StreamToFiles', toFiles);
    daily(this, 'Sweep', {
      description: 'Every night at 03:00 in Seoul: what was said and not heard?',
      hour: 3,
      target: lambdas.of('Sweep'),
      deadLetters: queues.SweepDeadLetters,
    });
    const calendar = lambdas.of('Calendar');
    queueMapping(this, 'QueueToCalendar', { queue: queues.CalendarQueue, target: calendar });
    daily(this, 'Calendar', {
      description: 'Every night at 03:00 in Seoul: did the days off change, and how far are they known?',
      hour: 3,
      target: calendar,
      deadLetters: queues.CalendarDeadLetters,
    });
    daily(this, 'Digests', {
      description:
        'Every morning at 09:00 in Seoul: digests of what was missed, and what leads and operators read each day',
      hour: 9,
      target: notices,
      deadLetters: queues.NoticeDeadLetters,
    });
    daily(this, 'HeldNotices', {
      description: 'Every morning at 08:00 in Seoul: notices that the night held back',
      hour: 8,
      target: notices,
      deadLetters: queues.NoticeDeadLetters,
      asks: 'held',
    });
    executionFaults(this, 'ExecutionFaults', 'NeedsAPerson', {
      description: 'Executions that ended as failed, timed out or aborted need a person',
      machine,
      told: lambdas.of('NeedsAPerson'),
      deadLetters: queues.NeedsAPersonDeadLetters,
    });
  }

  #api({ signIn }: Foundations, lambdas: Lambdas): HttpApi {
    const audiences = {
      citizen: lambdas.of('CitizenApi'),
      channelApp: lambdas.of('ChannelAppApi'),
      official: lambdas.of('OfficialApi'),
      operator: lambdas.of('OperatorApi'),
      auditor: lambdas.of('AuditorApi'),
      docs: lambdas.of('DocsApi'),
      institution: lambdas.of('InstitutionApi'),
      emergency: lambdas.of('EmergencyApi'),
      export: lambdas.of('ExportApi'),
      print: lambdas.of('PrintApi'),
      registration: lambdas.of('RegistrationApi'),
      attachment: lambdas.of('AttachmentApi'),
      statistics: lambdas.of('StatisticsApi'),
      imports: lambdas.of('ImportsApi'),
    };
    return httpApi(this, { operations, audiences, signIn });
  }

  #outputs(
    { complaints, city, identities, subscriptions, statistics, emergency, files, imports, topics, signIn }: Foundations,
    machine: StateMachine,
    api: HttpApi,
  ): void {
    const outputs = {
      ApiUrl: api.apiEndpoint,
      UserPoolId: signIn.pool.userPoolId,
      UserPoolClientId: signIn.client.userPoolClientId,
      ComplaintTableName: complaints.tableName,
      CityTableName: city.tableName,
      IdentityTableName: identities.table.tableName,
      SubscriptionTableName: subscriptions.tableName,
      FileBucketName: files.bucket.bucketName,
      StatisticsTableName: statistics.tableName,
      EmergencyTableName: emergency.messages.tableName,
      RegistryTableName: emergency.registry.tableName,
      DeliveryTableName: emergency.deliveries.tableName,
      ImportTableName: imports.table.tableName,
      StateMachineArn: machine.stateMachineArn,
      AlarmTopicArn: topics.AlarmTopic.topicArn,
      AuditOfficeTopicArn: topics.AuditOfficeTopic.topicArn,
      OperatorTopicArn: topics.OperatorTopic.topicArn,
      DutyLeadTopicArn: topics.DutyLeadTopic.topicArn,
      EmergencyOfficialsTopicArn: topics.EmergencyOfficialsTopic.topicArn,
      EmergencyAppsTopicArn: topics.EmergencyAppsTopic.topicArn,
    };
    for (const [id, value] of Object.entries(outputs)) new CfnOutput(this, id, { value });
  }
}
