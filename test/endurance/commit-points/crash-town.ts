import { appendFileSync, mkdirSync } from 'node:fs';
import { openCloud } from '#local/cloud.ts';
import { templateFrom } from '#local/template/assembly.ts';

/*
 * The town that is killed: `node crash-town.ts <home> <port>`. It has something of everything that commits; its function
 * writes down what it was given, so that calls made again can be compared.
 */
const [home = '', port = ''] = process.argv.slice(2);
mkdirSync(home, { recursive: true });
const calls = JSON.stringify(`${home}/calls`);

const code = `
const { appendFileSync } = require('node:fs');
exports.handler = async (event) => {
  appendFileSync(${calls}, JSON.stringify(event) + '\\n');
  return event;
};`;

const queue = (more: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: more });
const resources = {
  Echo: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'echo',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 30,
      Role: { 'Fn::GetAtt': ['EchoRole', 'Arn'] },
      Code: { ZipFile: code },
    },
  },
  EchoRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'echo-role',
      Policies: [
        {
          PolicyName: 'all',
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }] },
        },
      ],
    },
  },
  Items: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
  ItemsToEcho: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: { Ref: 'Echo' },
      EventSourceArn: { 'Fn::GetAtt': ['Items', 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
    },
  },
  Heard: queue({ QueueName: 'heard' }),
  Lost: queue({ QueueName: 'lost' }),
  Tried: queue({
    QueueName: 'tried',
    VisibilityTimeout: 1,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Lost', 'Arn'] }, maxReceiveCount: 1 },
  }),
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'people' } },
};

const cloud = await openCloud({
  home,
  port: Number(port),
  bare: true,
  standAt: Date.parse('2026-11-23T00:00:00Z'),
  template: templateFrom(
    { Resources: resources, Outputs: { Pool: { Value: { Ref: 'Pool' } } } },
    { stackName: 'Crash', assets: {} },
  ),
});
appendFileSync(`${home}/pool`, `${String(cloud.stack?.outputs.Pool)}\n`);
