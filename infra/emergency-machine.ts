import { readFileSync } from 'node:fs';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { AUDIENCES } from './audience-bucket.ts';
import { checkPlaceholders } from './complaint-machine.ts';
import { logGroup } from './functions.ts';
import { allow } from './roles.ts';
import type { EmergencyTables } from './tables.ts';
import { logDelivery, traces } from './wildcards.ts';

type Given = {
  readonly definition: string;
  readonly tasks: ReadonlyMap<string, LambdaFunction>;
  readonly tables: EmergencyTables;
  readonly audiences: Bucket;
};

/**
 * The state machine of messages to many, its definition inline as it stands in `workflows/emergency-message.asl.json`.
 *
 * It has a name of its own, because its role lets it start the children of its Map, which bear its name, and a role cannot
 * wait for a name that comes after it.
 *
 * @param definition path of the definition; `${DryRun}` … stand for the tasks, `${EmergencyTable}` and `${AudienceBucket}` for these
 */
export function emergencyMachine(scope: Construct, given: Given): StateMachine {
  const { definition, tasks, tables, audiences } = given;
  const text = readFileSync(definition, 'utf8');
  const substitutions: Record<string, string> = {
    EmergencyTable: tables.messages.tableName,
    AudienceBucket: audiences.bucketName,
  };
  for (const [name, task] of tasks) substitutions[name] = task.functionArn;
  checkPlaceholders(text, substitutions);
  const stateMachineName = `${Stack.of(scope).stackName}-EmergencyMessages`;
  return new StateMachine(scope, 'EmergencyMachine', {
    stateMachineName,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(text),
    definitionSubstitutions: substitutions,
    comment: 'One message to many, from draft to report',
    logs: { destination: logGroup(scope, 'EmergencyMachineLog'), level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
    role: machineRole(scope, stateMachineName, given).withoutPolicyUpdates(),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function machineRole(scope: Construct, name: string, { tasks, tables, audiences }: Given): Role {
  const stack = Stack.of(scope);
  const ofMachine = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const functionArns = [...tasks.values()].map(({ functionArn }) => functionArn);
  const children = [
    allow(['states:StartExecution'], [ofMachine('stateMachine', name)]),
    // The label of the Map stands in the names of its children.
    allow(['states:DescribeExecution', 'states:StopExecution'], [ofMachine('execution', `${name}/Send:*`)]),
  ];
  return new Role(scope, 'EmergencyMachineRole', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: {
      tasks: new PolicyDocument({ statements: [allow(['lambda:InvokeFunction'], functionArns)] }),
      token: new PolicyDocument({ statements: [writeToken(tables)] }),
      audience: new PolicyDocument({ statements: [allow(['s3:GetObject'], [audiences.arnForObjects(AUDIENCES)])] }),
      children: new PolicyDocument({ statements: children }),
      log: new PolicyDocument({
        statements: [allow(logDelivery.actions, [logDelivery.resource]), allow(traces.actions, [traces.resource])],
      }),
    },
  });
}

/** A message's waiting token and what it waits for, and nothing else. */
function writeToken({ messages }: EmergencyTables): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['dynamodb:UpdateItem'],
    resources: [messages.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['message#*'] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'token', 'waits'] },
      StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] },
    },
  });
}
