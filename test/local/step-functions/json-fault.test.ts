import { expect, test } from 'vitest';
import { jsonFault } from '#local/step-functions/api/json-fault.ts';
import { World } from './world.ts';

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

test.each([
  ['not some json', `Unrecognized token 'not': was expecting ${VALUES}`],
  ['{"a": nul}', `Unrecognized token 'nul': was expecting ${VALUES}`],
  ['{"a": "b"R}', "Unexpected character ('R' (code 82)): was expecting comma to separate Object entries"],
  ['[1 2]', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
  ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
  ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"],
  ['{"a": }', `Unexpected character ('}' (code 125)): expected a valid value ${VALUES}`],
  ['{"a": [true, -1.5e3, "\\""]', 'Unexpected end-of-input'],
  ['"a', 'Unexpected end-of-input: was expecting closing quote for a string value'],
  [' ', 'No content to map due to end-of-input'],
])('%s is no JSON because of: %s', (text, fault) => {
  expect(jsonFault(text)).toBe(fault);
});

test('an execution is not begun with such an input', async () => {
  const made = await new World().open();
  const stateMachineArn = await made.machine({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
  await expect(made.ask('StartExecution', { stateMachineArn, input: '{"a":' })).rejects.toThrow(
    "Invalid State Machine Execution Input: 'Unexpected end-of-input'",
  );
});
