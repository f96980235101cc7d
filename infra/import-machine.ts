import { readFileSync } from 'node:fs';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { checkPlaceholders } from './complaint-machine.ts';
import { logGroup } from './functions.ts';
import { importFolders } from './import-bucket.ts';
import { allow } from './roles.ts';
import { logDelivery, traces } from './wildcards.ts';

type Given = {
  readonly definition: string;
  readonly tasks: ReadonlyMap<string, LambdaFunction>;
  readonly bucket: Bucket;
};

/**
 * The state machine of imports, its definition inline as it stands in `workflows/import.asl.json`.
 *
 * It has a name of its own, because its role lets it start the children of its Map, which bear its name, and a role cannot
 * wait for a name that comes after it.
 *
 * @param definition path of the definition; `${InspectFile}` … stand for the tasks, `${ImportBucket}` for the bucket
 */
export function importMachine(scope: Construct, given: Given): StateMachine {
  const { definition, tasks, bucket } = given;
  const text = readFileSync(definition, 'utf8');
  const substitutions: Record<string, string> = { ImportBucket: bucket.bucketName };
  for (const [name, task] of tasks) substitutions[name] = task.functionArn;
  checkPlaceholders(text, substitutions);
  const stateMachineName = `${Stack.of(scope).stackName}-Imports`;
  return new StateMachine(scope, 'ImportMachine', {
    stateMachineName,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(text),
    definitionSubstitutions: substitutions,
    comment: 'A file of complaints, from upload to report',
    logs: { destination: logGroup(scope, 'ImportMachineLog'), level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
    role: machineRole(scope, stateMachineName, given).withoutPolicyUpdates(),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function machineRole(scope: Construct, name: string, { tasks, bucket }: Given): Role {
  const stack = Stack.of(scope);
  const ofMachine = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const functionArns = [...tasks.values()].map(({ functionArn }) => functionArn);
  const children = [
    allow(['states:StartExecution'], [ofMachine('stateMachine', name)]),
    // The label of the Map stands in the names of its children.
    allow(['states:DescribeExecution', 'states:StopExecution'], [ofMachine('execution', `${name}/FileParts:*`)]),
  ];
  return new Role(scope, 'ImportMachineRole', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: {
      tasks: new PolicyDocument({ statements: [allow(['lambda:InvokeFunction'], functionArns)] }),
      parts: new PolicyDocument({
        statements: [allow(['s3:GetObject'], [bucket.arnForObjects(importFolders.ImportParts)])],
      }),
      children: new PolicyDocument({ statements: children }),
      log: new PolicyDocument({
        statements: [allow(logDelivery.actions, [logDelivery.resource]), allow(traces.actions, [traces.resource])],
      }),
    },
  });
}
