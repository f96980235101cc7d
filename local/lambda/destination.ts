import { arnParts } from '#local/template/place.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Principal } from '#local/wire/aws-service.ts';
import type { Gateway } from '#local/wire/gateway.ts';

/**
 * Sends a text to what a destination's ARN names, with the rights of the function's role, as Lambda does.
 *
 * @source Lambda, "Capturing records of Lambda asynchronous invocations"; left out: S3 destinations
 */
export async function sendTo(
  gateway: Gateway,
  destinationArn: string,
  roleName: string | undefined,
  body: string,
): Promise<void> {
  const principal: Principal =
    roleName === undefined ? { kind: 'service', name: 'lambda' } : { kind: 'role', roleName };
  const { service, rest } = arnParts(destinationArn) ?? { service: '', rest: '' };
  switch (service) {
    case 'sqs':
      await gateway.call({
        principal,
        service,
        operation: 'SendMessage',
        input: { QueueUrl: `http://sqs.local/000000000000/${rest}`, MessageBody: body },
      });
      return;
    case 'sns':
      await gateway.call({
        principal,
        service,
        operation: 'Publish',
        input: { TopicArn: destinationArn, Message: body },
      });
      return;
    case 'lambda':
      await gateway.call({
        principal,
        service,
        operation: 'Invoke',
        input: { FunctionName: destinationArn, InvocationType: 'Event', Payload: body },
      });
      return;
    case 'events':
      await gateway.call({
        principal,
        service,
        operation: 'PutEvents',
        input: {
          Entries: [
            {
              Source: 'lambda',
              DetailType: 'Lambda Function Invocation Result',
              Detail: body,
              EventBusName: destinationArn,
            },
          ],
        },
      });
      return;
    default:
      throw new AwsError('InvalidParameterValueException', `'${destinationArn}' cannot be a destination`, 400);
  }
}
