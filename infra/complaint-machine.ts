import { readFileSync } from 'node:fs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { logGroup } from './functions.ts';
import { allow } from './roles.ts';
import { logDelivery, traces } from './wildcards.ts';

/**
 * The state machine of complaints, its definition inline as it stands in `workflows/complaint.asl.json`.
 *
 * Its log has every event and no data; its role invokes exactly its task functions and writes the waiting token, no more.
 *
 * @param definition path of the definition; `${Receive}` … stand for the tasks, `${ComplaintTable}` for the table
 * @param tasks      the task functions by the names the definition uses
 */
export function complaintMachine(
  scope: Construct,
  { definition, tasks, table }: { definition: string; tasks: ReadonlyMap<string, LambdaFunction>; table: Table },
): StateMachine {
  const text = readFileSync(definition, 'utf8');
  const substitutions: Record<string, string> = { ComplaintTable: table.tableName };
  for (const [name, task] of tasks) substitutions[name] = task.functionArn;
  checkPlaceholders(text, substitutions);
  return new StateMachine(scope, 'ComplaintMachine', {
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(text),
    definitionSubstitutions: substitutions,
    comment: 'One complaint, from receipt to rating',
    logs: { destination: logGroup(scope, 'ComplaintMachineLog'), level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
    role: machineRole(scope, [...tasks.values()], table).withoutPolicyUpdates(),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function machineRole(scope: Construct, tasks: readonly LambdaFunction[], table: Table): Role {
  const functionArns = tasks.map(({ functionArn }) => functionArn);
  return new Role(scope, 'ComplaintMachineRole', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: {
      tasks: new PolicyDocument({ statements: [allow(['lambda:InvokeFunction'], functionArns)] }),
      token: new PolicyDocument({ statements: [writeToken(table)] }),
      log: new PolicyDocument({
        statements: [allow(logDelivery.actions, [logDelivery.resource]), allow(traces.actions, [traces.resource])],
      }),
    },
  });
}

/** A complaint's waiting token and nothing else: the keys of an item and the attribute `token`. */
function writeToken(table: Table): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['dynamodb:UpdateItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['complaint#*'] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'token'] },
      StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] },
    },
  });
}

/** Stops the synth when a workflow names what it is not given, or is given what it does not name. */
export function checkPlaceholders(text: string, substitutions: Readonly<Record<string, string>>): void {
  const used = new Set([...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(([, name]) => String(name)));
  const unknown = [...used].filter((name) => !(name in substitutions));
  const unused = Object.keys(substitutions).filter((name) => !used.has(name));
  if (unknown.length > 0)
    throw new Error(`the workflow names ${unknown.join(', ')}, which infra/wiring.ts does not have`);
  if (unused.length > 0) throw new Error(`the workflow never uses ${unused.join(', ')} of infra/wiring.ts`);
}
