import { isMembers, type Members, membersOf, textOf } from '#local/template/reading.ts';
import { type BusEvent, toTheSecond } from './event.ts';

/**
 * What a target gets of an event, as JSON text: all of it, a constant, a part, or a text with parts filled in.
 *
 * Imitates https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * Left out: wildcards in paths.
 */
export function targetInput(
  target: Members,
  event: BusEvent,
  rule: { name: string; arn: string },
  now: number,
): string {
  const constant = textOf(target.Input);
  if (constant !== undefined) return constant;
  const path = textOf(target.InputPath);
  if (path !== undefined) return JSON.stringify(at(event, path) ?? null);
  if (!isMembers(target.InputTransformer)) return JSON.stringify(event);
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const paths = membersOf(InputPathsMap);
  const values: Record<string, unknown> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': toTheSecond(now),
    'aws.events.event': { ...event },
    'aws.events.event.json': event,
  };
  for (const [name, each] of Object.entries(paths)) values[name] = at(event, textOf(each) ?? '');
  return filled(textOf(InputTemplate) ?? '', values);
}

/** The value at a path such as `$.detail.items[0].id`; `undefined` when the event has none. */
function at(event: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]'"$]+/g) ?? [];
  let value: unknown = event;
  for (const step of steps) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isMembers(value) ? value[step] : undefined;
  }
  return value;
}

/** Fills `<name>`: inside quotes the bare text of the value, outside them its JSON. */
function filled(template: string, values: Members): string {
  let result = '';
  let isQuoted = false;
  for (let index = 0; index < template.length; index += 1) {
    const character = template[index] ?? '';
    const placeholder = character === '<' ? /^<([\w.-]+)>/.exec(template.slice(index)) : null;
    const name = placeholder?.[1];
    if (placeholder !== null && name !== undefined && name in values) {
      result += isQuoted ? bare(values[name]) : (JSON.stringify(values[name]) ?? '""');
      index += placeholder[0].length - 1;
      continue;
    }
    if (character === '\\' && isQuoted) {
      result += character + (template[index + 1] ?? '');
      index += 1;
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    result += character;
  }
  return result;
}

function bare(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}
