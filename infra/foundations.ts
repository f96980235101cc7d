import { CfnParameter } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { audienceBucket } from './audience-bucket.ts';
import { type Files, fileBucket, folders } from './file-bucket.ts';
import type { SettingValues } from './functions.ts';
import { importBucket } from './import-bucket.ts';
import { type Queues, queues } from './queues.ts';
import { type Arns, complaintTableArns, emergencyArns, importArns } from './roles.ts';
import { type SignIn, signIn } from './sign-in.ts';
import {
  cityTable,
  complaintTable,
  type EmergencyTables,
  emergencyTables,
  type Identities,
  identityTable,
  importTable,
  statisticsTable,
  subscriptionTable,
} from './tables.ts';
import { type Topics, tellApps, topics } from './topics.ts';

/** What stands before any function does. */
export type Foundations = {
  readonly complaints: Table;
  readonly city: Table;
  readonly identities: Identities;
  readonly subscriptions: Table;
  readonly statistics: Table;
  readonly emergency: EmergencyTables;
  readonly audiences: Bucket;
  readonly files: Files;
  readonly imports: { readonly table: Table; readonly bucket: Bucket };
  readonly queues: Queues;
  readonly topics: Topics;
  readonly signIn: SignIn;
  /** Where text messages leave from. */
  readonly smsRegion: string;
  /** The address e-mail comes from. */
  readonly mailFrom: string;
  /** Which servers that are not public may be called. */
  readonly privateTargets: string;
  /** Against messages that somebody has the city send at its cost: prefixes allowed, parts a day to one number, and to all. */
  readonly smsLimits: { readonly prefixes: string; readonly perNumber: string; readonly inAll: string };
};

/** Tables, queues, topics, sign-in, and the things a city can say when it deploys (`cdk deploy --parameters`). */
export function foundations(scope: Construct): Foundations {
  const smsRegion = new CfnParameter(scope, 'SmsRegion', {
    description: 'Region that text messages leave from. SNS sends none from Seoul: a phone number leaves the country',
    default: 'ap-northeast-1',
    allowedPattern: '[a-z]{2}(-[a-z]+)+-[0-9]',
  });
  const mailFrom = new CfnParameter(scope, 'MailFrom', {
    description: 'Address that e-mail to citizens comes from; SES must have verified it or its domain',
    default: 'no-reply@daedap.example',
    allowedPattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
  });
  const privateTargets = new CfnParameter(scope, 'PrivateTargets', {
    description:
      'Which servers that are not on the public internet may be called: loopback is for a trial on one machine',
    default: 'none',
    allowedValues: ['none', 'loopback'],
  });
  const [allQueues, allTopics] = [queues(scope), topics(scope)];
  tellApps(scope, allTopics.AppTopic, allQueues.AppQueue, allQueues.AppDeadLetters);
  return {
    complaints: complaintTable(scope),
    city: cityTable(scope),
    identities: identityTable(scope),
    subscriptions: subscriptionTable(scope),
    statistics: statisticsTable(scope),
    emergency: emergencyTables(scope),
    audiences: audienceBucket(scope),
    files: fileBucket(scope),
    imports: { table: importTable(scope), bucket: importBucket(scope) },
    queues: allQueues,
    topics: allTopics,
    signIn: signIn(scope),
    smsRegion: smsRegion.valueAsString,
    mailFrom: mailFrom.valueAsString,
    privateTargets: privateTargets.valueAsString,
    smsLimits: smsLimits(scope),
  };
}

/** The defaults keep out of the way of any honest day, and of the measurements: a city sets its own. */
function smsLimits(scope: Construct): Foundations['smsLimits'] {
  const prefixes = new CfnParameter(scope, 'AllowedPhonePrefixes', {
    description: 'Beginnings of the phone numbers that petitioners may have, with commas: no SMS goes to others',
    default: '+82',
    allowedPattern: '\\+[0-9]+( *, *\\+[0-9]+)*',
  });
  const perNumber = new CfnParameter(scope, 'SmsDailyCapPerNumber', {
    description: 'Parts of SMS that one number of a petitioner gets on a day at most',
    type: 'Number',
    default: 100_000,
    minValue: 1,
  });
  const inAll = new CfnParameter(scope, 'SmsDailyCap', {
    description: 'Parts of SMS that go to petitioners on a day at most',
    type: 'Number',
    default: 100_000,
    minValue: 1,
  });
  return { prefixes: prefixes.valueAsString, perNumber: perNumber.valueAsString, inAll: inAll.valueAsString };
}

/**
 * Where policies find things.
 *
 * @param machine the state machine, for those who may know it; without it, whoever asks stops the synth
 */
export function arns(
  {
    complaints,
    city,
    identities,
    subscriptions,
    statistics,
    queues,
    topics,
    signIn,
    mailFrom,
    emergency,
    audiences,
    files,
    imports,
  }: Foundations,
  machine?: StateMachine,
  emergencyMachine?: StateMachine,
  importsMachine?: StateMachine,
): Arns {
  return {
    ...complaintTableArns(complaints),
    CityTable: () => city.tableArn,
    IdentityTable: () => identities.table.tableArn,
    IdentityKey: () => identities.key.keyArn,
    SubscriptionTable: () => subscriptions.tableArn,
    StatisticsTable: () => statistics.tableArn,
    ComplaintMachine: () => arnOf(machine),
    RelayQueue: () => queues.RelayQueue.queueArn,
    RelayDeadLetters: () => queues.RelayDeadLetters.queueArn,
    NoticeQueue: () => queues.NoticeQueue.queueArn,
    NoticeDeadLetters: () => queues.NoticeDeadLetters.queueArn,
    SweepDeadLetters: () => queues.SweepDeadLetters.queueArn,
    NeedsAPersonDeadLetters: () => queues.NeedsAPersonDeadLetters.queueArn,
    CalendarQueue: () => queues.CalendarQueue.queueArn,
    CalendarDeadLetters: () => queues.CalendarDeadLetters.queueArn,
    InstitutionQueue: () => queues.InstitutionQueue.queueArn,
    InstitutionDeadLetters: () => queues.InstitutionDeadLetters.queueArn,
    AppQueue: () => queues.AppQueue.queueArn,
    AppDeadLetters: () => queues.AppDeadLetters.queueArn,
    AppTopic: () => topics.AppTopic.topicArn,
    AppSubscriptions: () => `${topics.AppTopic.topicArn}:*`,
    AuditOfficeTopic: () => topics.AuditOfficeTopic.topicArn,
    OperatorTopic: () => topics.OperatorTopic.topicArn,
    DutyLeadTopic: () => topics.DutyLeadTopic.topicArn,
    UserPool: () => signIn.pool.userPoolArn,
    MailFrom: () => mailFrom,
    ...emergencyArns(emergency, audiences),
    ...importArns(imports.table, imports.bucket),
    ImportMachine: () => arnOf(importsMachine),
    ImportDeadLetters: () => queues.ImportDeadLetters.queueArn,
    EmergencyMachine: () => arnOf(emergencyMachine),
    EmergencyDeadLetters: () => queues.EmergencyDeadLetters.queueArn,
    EmergencyOfficialsTopic: () => topics.EmergencyOfficialsTopic.topicArn,
    EmergencyAppsTopic: () => topics.EmergencyAppsTopic.topicArn,
    Uploads: () => files.bucket.arnForObjects(folders.uploads),
    CleanFiles: () => files.bucket.arnForObjects(folders.clean),
    FileKey: () => files.key.keyArn,
    FileDeadLetters: () => queues.FileDeadLetters.queueArn,
  };
}

/** What only some of the stack can say, when it is made. */
export type Made = {
  readonly machine?: StateMachine;
  readonly emergencyMachine?: StateMachine;
  readonly importsMachine?: StateMachine;
  readonly api?: HttpApi;
};

/** What the settings of functions say; of the machines as with `arns`, and of the API, too. */
export function settingValues(
  foundations: Foundations,
  { machine, emergencyMachine, importsMachine, api }: Made = {},
): SettingValues {
  const { complaints, city, identities, subscriptions, queues, topics, signIn } = foundations;
  const { smsRegion, mailFrom, privateTargets, smsLimits, emergency, audiences, statistics, imports } = foundations;
  return {
    COMPLAINT_TABLE: () => complaints.tableName,
    CITY_TABLE: () => city.tableName,
    IDENTITY_TABLE: () => identities.table.tableName,
    USER_POOL_ID: () => signIn.pool.userPoolId,
    STATE_MACHINE_ARN: () => arnOf(machine),
    RELAY_QUEUE_URL: () => queues.RelayQueue.queueUrl,
    NOTICE_QUEUE_URL: () => queues.NoticeQueue.queueUrl,
    CALENDAR_QUEUE_URL: () => queues.CalendarQueue.queueUrl,
    INSTITUTION_QUEUE_URL: () => queues.InstitutionQueue.queueUrl,
    SUBSCRIPTION_TABLE: () => subscriptions.tableName,
    STATISTICS_TABLE: () => statistics.tableName,
    APP_TOPIC_ARN: () => topics.AppTopic.topicArn,
    APP_QUEUE_URL: () => queues.AppQueue.queueUrl,
    APP_DEAD_LETTERS_URL: () => queues.AppDeadLetters.queueUrl,
    APP_DEAD_LETTERS_ARN: () => queues.AppDeadLetters.queueArn,
    PRIVATE_TARGETS: () => privateTargets,
    AUDIT_OFFICE_TOPIC_ARN: () => topics.AuditOfficeTopic.topicArn,
    OPERATOR_TOPIC_ARN: () => topics.OperatorTopic.topicArn,
    DUTY_LEAD_TOPIC_ARN: () => topics.DutyLeadTopic.topicArn,
    SMS_REGION: () => smsRegion,
    MAIL_FROM: () => mailFrom,
    PUBLIC_URL: () => {
      if (api === undefined) throw new Error('the API is not made yet');
      return api.apiEndpoint;
    },
    ALLOWED_PHONE_PREFIXES: () => smsLimits.prefixes,
    SMS_DAILY_CAP_PER_NUMBER: () => smsLimits.perNumber,
    SMS_DAILY_CAP: () => smsLimits.inAll,
    EMERGENCY_TABLE: () => emergency.messages.tableName,
    REGISTRY_TABLE: () => emergency.registry.tableName,
    DELIVERY_TABLE: () => emergency.deliveries.tableName,
    AUDIENCE_BUCKET: () => audiences.bucketName,
    FILE_BUCKET: () => foundations.files.bucket.bucketName,
    IMPORT_TABLE: () => imports.table.tableName,
    IMPORT_BUCKET: () => imports.bucket.bucketName,
    IMPORT_MACHINE_ARN: () => arnOf(importsMachine),
    EMERGENCY_MACHINE_ARN: () => arnOf(emergencyMachine),
    EMERGENCY_OFFICIALS_TOPIC_ARN: () => topics.EmergencyOfficialsTopic.topicArn,
    EMERGENCY_APPS_TOPIC_ARN: () => topics.EmergencyAppsTopic.topicArn,
  };
}

function arnOf(machine: StateMachine | undefined): string {
  if (machine === undefined) throw new Error('a task function must not know the state machine that calls it');
  return machine.stateMachineArn;
}
