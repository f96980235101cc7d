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
 * Starts an execution of a complaint. Its name makes it one of a kind: started before is success.
 *
 * @throws TransientFault when Step Functions was busy or out of reach
 */
export async function startExecution(machineArn: string, number: string, ordinal: number): Promise<void> {
  try {
    await machine.send(
      new StartExecutionCommand({
        stateMachineArn: machineArn,
        name: `${number}-${ordinal}`,
        input: JSON.stringify({ number }),
      }),
    );
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return;
    throw new TransientFault(`starting execution ${number}-${ordinal}`, error);
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
