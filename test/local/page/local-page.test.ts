import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextMorning } from '#local/page/clock-view.ts';
import { hour, type Town, town } from '../town.ts';

const machine = {
  Greeter: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      RoleArn: { 'Fn::GetAtt': ['GreeterRole', 'Arn'] },
      DefinitionString: JSON.stringify({
        StartAt: 'Rest',
        States: { Rest: { Type: 'Wait', Seconds: 60, Next: 'Greet' }, Greet: { Type: 'Pass', End: true } },
      }),
    },
  },
  GreeterRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } }],
      },
    },
  },
};

let place: Town;
let arn: string;
beforeAll(async () => {
  place = await town(machine);
  const { stateMachines } = await place.aws('states', 'ListStateMachines', {});
  const [{ stateMachineArn }] = stateMachines as [{ stateMachineArn: string }];
  const started = await place.aws('states', 'StartExecution', {
    stateMachineArn,
    name: 'hello-<1>'.replace(/[<>]/g, '_'),
  });
  arn = String(started.executionArn);
  await place.aws('sns', 'Publish', { PhoneNumber: '+821012345678', Message: 'Good <morning>' });
  await place.pass(0);
});
afterAll(() => place.close());

const ask = async (path: string, init?: RequestInit) => {
  const answer = await fetch(`${place.url}/_local/page${path}`, { redirect: 'manual', ...init });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const press = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  ask('/clock', { method: 'POST', body: new URLSearchParams(form), headers });

describe('the local page', () => {
  test('shows the clock, the executions of any template and what was sent, with nothing inline', async () => {
    const { status, text, headers } = await ask('');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('Monday, 23 November 2026');
    expect(text).toContain('hello-_1_');
    expect(text).toContain('Phone +821012345678');
    expect(text).toContain('Good &lt;morning&gt;');
    expect(text).not.toMatch(/<script|<style| style="| on\w+="/);
  });

  test('shows an execution with its history and the path it took', async () => {
    const { status, text } = await ask(`/execution?arn=${encodeURIComponent(arn)}`);
    expect(status).toBe(200);
    expect(text).toContain('<th scope="row">Wait state entered</th><td>Rest</td>');
    expect(text).toContain('The path taken: Rest.');
  });

  test('moves the clock by a form and sends the reader back to it', async () => {
    const before = place.clock.now();
    const { status, headers } = await press({ advance: 'PT1H' }, { 'sec-fetch-site': 'same-origin' });
    expect([status, headers.get('location')]).toEqual([303, '/#clock']);
    expect(place.clock.now() - before).toBe(hour);
    expect((await ask(`/execution?arn=${encodeURIComponent(arn)}`)).text).toContain('The path taken: Rest, Greet.');
  });

  test('does not move it for a page from elsewhere, nor by what is no duration, nor back', async () => {
    const before = place.clock.now();
    expect((await press({ advance: 'PT1H' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const strange = await press({ advance: 'soon' });
    expect(strange.status).toBe(400);
    expect(strange.text).toContain('expected advance to be an ISO 8601 duration');
    expect((await press({ to: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect(place.clock.now()).toBe(before);
  });

  test('says so where there is no such execution or page', async () => {
    expect((await ask(`/execution?arn=${encodeURIComponent(`${arn}x`)}`)).status).toBe(404);
    expect((await ask('/elsewhere')).status).toBe(404);
  });
});

describe('the next morning', () => {
  test.each([
    ['2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z', 'Monday at nine: tomorrow'],
    ['2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z', 'a second before nine: today'],
    ['2026-11-27T09:00:00Z', '2026-11-30T00:00:00Z', 'Friday evening: Monday'],
  ])('%s → %s (%s)', (now, morning) => {
    expect(new Date(nextMorning(Date.parse(now))).toISOString()).toBe(new Date(morning).toISOString());
  });
});
