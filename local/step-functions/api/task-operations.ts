import { AwsError } from '#local/wire/aws-error.ts';
import type { Engine } from '../engine.ts';
import { tryParseJson } from '../json.ts';
import { heartbeatSent, type TokenOf, tokenReported } from '../stimuli.ts';
import { readTaskToken } from '../task-token.ts';
import { jsonFault } from './json-fault.ts';
import { type Input, optionalText, requiredText } from './members.ts';

/**
 * Operations of whoever holds a task token.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html and its neighbours.
 * Leaves out activities (GetActivityTask).
 */
export class TaskOperations {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async success(input: Input): Promise<Record<string, unknown>> {
    const token = tokenOf(input);
    const output = requiredText(input, 'output');
    if (tryParseJson(output) === undefined)
      throw new AwsError('InvalidOutput', `Invalid Output: '${jsonFault(output)}'`);
    await this.#engine.happen(token.execution, tokenReported(token, { kind: 'result', text: output }));
    return {};
  }

  async failure(input: Input): Promise<Record<string, unknown>> {
    const token = tokenOf(input);
    const outcome = {
      kind: 'failure',
      error: optionalText(input, 'error'),
      cause: optionalText(input, 'cause'),
    } as const;
    await this.#engine.happen(token.execution, tokenReported(token, outcome));
    return {};
  }

  async heartbeat(input: Input): Promise<Record<string, unknown>> {
    const token = tokenOf(input);
    await this.#engine.happen(token.execution, heartbeatSent(token));
    return {};
  }
}

function tokenOf(input: Input): TokenOf {
  const token = readTaskToken(requiredText(input, 'taskToken'));
  if (token === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return token;
}
