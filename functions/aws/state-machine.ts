import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { TransientFault } from '#schemas/errors.ts';

const machine = new SFNClient({});

/**
 * Starts an execution. Its name makes it one of a kind: started before is success.
 *
 * @param name  what it is of and which one it is, `<subject>-<ordinal>`
 * @param input an id and nothing else: no personal detail enters an execution
 * @throws TransientFault when Step Functions was busy or out of reach
 */
export async function startExecution(
  machineArn: string,
  name: string,
  input: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await machine.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return;
    throw new TransientFault(`starting execution ${name}`, error);
  }
}

/**
 * Wakes the execution that waits under the token: a wake-up, not a delivery, so it carries nothing.
 *
 * @returns false when nobody waits under this token any more
 * @throws TransientFault when Step Functions was busy or out of reach
 */
export async function wake(token: string): Promise<boolean> {
  try {
    await machine.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
    return true;
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken) {
      return false;
    }
    throw new TransientFault('waking an execution', error);
  }
}
