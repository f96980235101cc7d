import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { MessageId } from '#schemas/emergency-message.ts';
import { TransientFault } from '#schemas/errors.ts';

const machine = new SFNClient({});

/**
 * Starts an execution of a message to many. Its name makes it one of a kind: started before is success.
 *
 * @throws TransientFault when Step Functions was busy or out of reach
 */
export async function startMessage(machineArn: string, id: MessageId, ordinal: number): Promise<void> {
  try {
    await machine.send(
      new StartExecutionCommand({
        stateMachineArn: machineArn,
        name: `${id}-${ordinal}`,
        input: JSON.stringify({ id }),
      }),
    );
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return;
    throw new TransientFault(`starting execution ${id}-${ordinal}`, error);
  }
}
