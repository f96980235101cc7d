import { beforeAll, describe, expect, it } from 'vitest';
import { checkWiring } from '#infra/functions.ts';
import { functionsOf, type Wire, wiring } from '#infra/wiring.ts';
import { attribute, type Properties, ref, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

const ids = Object.keys(wiring);
const wires = new Map<string, Wire>(Object.entries<Wire>(wiring));

describe('functions', () => {
  it('are those of the wiring, under the names that running executions call for a year', () => {
    expect([...city.all('AWS::Lambda::Function').keys()].sort()).toEqual([...ids].sort());
  });

  it.each(ids)('%s runs on Node 24 with traces, structured logs and a log group and role of its own', (id) => {
    expect(city.one('AWS::Lambda::Function', id)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: ref(`${id}Log`) },
      Role: attribute(`${id}Role`),
    });
  });

  it.each(ids)('%s is given exactly its settings', (id) => {
    const { Environment } = city.one('AWS::Lambda::Function', id);
    const settings = Object.keys(wires.get(id)?.settings.shape ?? {});
    expect(Object.keys(variablesOf(Environment)).sort()).toEqual([...settings, 'NODE_OPTIONS'].sort());
  });

  it('have no name of their own in the template, so that a change never replaces one that an execution waits to call', () => {
    for (const [id, lambda] of city.all('AWS::Lambda::Function')) expect(lambda, id).not.toHaveProperty('FunctionName');
  });

  it('an API function ends within ten seconds, when the rung at a deadline fires', () => {
    for (const id of functionsOf('api')) {
      expect(city.one('AWS::Lambda::Function', id)).toMatchObject({ Timeout: 10, MemorySize: 512 });
    }
  });
});

describe('wiring', () => {
  it('refuses functions without a file', () => {
    expect(() => checkWiring(import.meta.dirname)).toThrow(/has no file for api\/citizen, .* of infra\/wiring\.ts$/);
  });
});

function variablesOf(environment: unknown): Properties {
  if (typeof environment !== 'object' || environment === null || !('Variables' in environment)) return {};
  return { ...Object(environment.Variables) };
}
