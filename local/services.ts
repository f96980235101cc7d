import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { CloudFormation } from '#local/cloudformation/cloud-formation.ts';
import { DynamoDb } from '#local/dynamodb/dynamo-db.ts';
import { Events } from '#local/events/events.ts';
import { HttpApi } from '#local/http-api/http-api.ts';
import type { Journal } from '#local/journal/journal.ts';
import { Functions } from '#local/lambda/functions.ts';
import { Outbox } from '#local/outbox/outbox.ts';
import { S3 } from '#local/s3/s3.ts';
import { Scheduler } from '#local/scheduler/scheduler.ts';
import { Ses } from '#local/ses/ses.ts';
import { SignIn } from '#local/sign-in/sign-in.ts';
import { Sts } from '#local/sign-in/sts.ts';
import { Sns } from '#local/sns/sns.ts';
import { Sqs } from '#local/sqs/sqs.ts';
import { StepFunctions } from '#local/step-functions/step-functions.ts';
import { accountId, region } from '#local/template/place.ts';
import type { Provider } from '#local/template/provider.ts';
import { AwsDoor } from '#local/wire/aws-door.ts';
import type { Service } from '#local/wire/aws-service.ts';
import { Faults } from '#local/wire/faults.ts';
import { Gateway } from '#local/wire/gateway.ts';
import { Roles } from '#local/wire/roles.ts';

/** What the services are built from. */
export type Ground = {
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly quiet: Quiet;
  readonly home: string;
  /** Where the local cloud listens. */
  readonly url: string;
  /** Whether any access key is taken: for a cloud without a template. */
  readonly trustAnyKey: boolean;
};

/** Every service of the local cloud, wired up and registered; nothing runs yet. */
export type Services = ReturnType<typeof buildServices>;

/** Builds every service on the ground given. */
export function buildServices({ trustAnyKey, ...ground }: Ground) {
  const { journal, clock, quiet, home, url } = ground;
  const faults = new Faults();
  const roles = new Roles({ journal, trustUnknown: trustAnyKey });
  const gateway = new Gateway({ clock, quiet, faults, roles });
  const parts = { ...ground, gateway };
  const outbox = new Outbox(journal);
  const sqs = new Sqs(parts);
  const sns = new Sns({ ...parts, outbox });
  const ses = new Ses({ ...parts, outbox });
  const events = new Events(parts);
  const scheduler = new Scheduler(parts);
  const s3 = new S3(parts);
  const signIn = new SignIn({ ...parts, outbox });
  const httpApi = new HttpApi({ ...parts, signIn });
  const dynamoDb = new DynamoDb({ clock, quiet, home });
  const functions = new Functions({ ...parts, roles, dynamoDb, sqs, endpointUrl: () => url });
  const states = new StepFunctions({ journal, clock, quiet, gateway, region, account: accountId });
  const cloudFormation = new CloudFormation({ clock });
  const registered: Readonly<Record<string, Service>> = {
    dynamodb: dynamoDb,
    'streams.dynamodb': dynamoDb.streams,
    lambda: functions,
    states,
    sqs,
    sns,
    ses,
    events,
    scheduler,
    s3,
    'cognito-idp': signIn,
    sts: new Sts(),
    cloudformation: cloudFormation,
  };
  for (const [name, service] of Object.entries(registered)) gateway.register(name, service);
  const providers: Provider[] = [
    roles,
    dynamoDb,
    functions,
    states,
    sqs,
    sns,
    events,
    scheduler,
    s3,
    signIn,
    httpApi,
  ].map((room) => room.provider);
  return {
    journal,
    clock,
    quiet,
    faults,
    roles,
    gateway,
    outbox,
    sqs,
    sns,
    events,
    scheduler,
    signIn,
    cloudFormation,
    httpApi,
    dynamoDb,
    functions,
    states,
    providers,
    serviceNames: Object.keys(registered),
    awsDoor: new AwsDoor({ gateway, roles, clock, trustAnyKey }),
  };
}

/** Lets every service take up what the last run left undone; those first that others call. */
export async function startServices(services: Services): Promise<void> {
  const { sqs, sns, events, scheduler, dynamoDb, functions, states } = services;
  await dynamoDb.start();
  sqs.start();
  sns.start();
  events.start();
  states.start();
  await functions.start(); // its mappings invoke at once, and what they invoke may start an execution
  scheduler.start();
}

/** Stops every service; what is under way stays in the journal. */
export async function closeServices(services: Services): Promise<void> {
  const { sqs, sns, events, scheduler, dynamoDb, functions, states } = services;
  scheduler.close();
  states.close();
  events.close();
  sns.close();
  sqs.close();
  await functions.close();
  await dynamoDb.close();
}
