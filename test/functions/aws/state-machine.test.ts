import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { startExecution, wake } from '#functions/aws/state-machine.ts';
import { TransientFault } from '#schemas/errors.ts';
import { number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(SFNClient);
beforeEach(() => {
  mock.reset();
});

const said = { message: 'of a test', $metadata: {} };

describe('starting an execution', () => {
  it('is by name, and tells it what it was given alone', async () => {
    mock.on(StartExecutionCommand).resolves({});
    await startExecution('arn:machine', `${number}-2`, { number });
    expect(mock.call(0).args[0].input).toEqual({
      stateMachineArn: 'arn:machine',
      name: `${number}-2`,
      input: JSON.stringify({ number }),
    });
  });

  it('that was started before is success', async () => {
    mock.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(said));
    await expect(startExecution('arn:machine', `${number}-1`, { number })).resolves.toBeUndefined();
  });

  it('that cannot be done now is a transient fault, whatever the reason', async () => {
    for (const name of ['ThrottlingException', 'StateMachineDoesNotExist', 'AccessDeniedException']) {
      const error = sdkError(name);
      mock.on(StartExecutionCommand).rejects(error);
      const fault = await startExecution('arn:machine', `${number}-1`, { number }).catch((thrown: unknown) => thrown);
      expect(fault).toBeInstanceOf(TransientFault);
      expect(fault).toMatchObject({ message: `starting execution ${number}-1`, cause: error });
    }
  });
});

describe('a wake-up', () => {
  it('carries nothing but the token', async () => {
    mock.on(SendTaskSuccessCommand).resolves({});
    expect(await wake('token-1')).toBe(true);
    expect(mock.call(0).args[0].input).toEqual({ taskToken: 'token-1', output: '{}' });
  });

  it.each([[new TaskTimedOut(said)], [new TaskDoesNotExist(said)], [new InvalidToken(said)]])(
    'of a token under which nobody waits is told: %s',
    async (error) => {
      mock.on(SendTaskSuccessCommand).rejects(error);
      expect(await wake('token-1')).toBe(false);
    },
  );

  it('that cannot be sent now is a transient fault without the token', async () => {
    mock.on(SendTaskSuccessCommand).rejects(sdkError('ThrottlingException'));
    const fault = await wake('token-1').catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: 'waking an execution' });
  });
});
