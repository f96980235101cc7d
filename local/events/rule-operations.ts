import { matchesPattern } from '#local/lambda/event-pattern.ts';
import { arn } from '#local/template/place.ts';
import { listOf, type Members, membersOf, needText, parsedMembers, textOf, textsOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { patternFault } from './pattern-check.ts';
import { busName, type Rule, ruleArn } from './rule.ts';
import type { RuleBook } from './rule-book.ts';

type Operation = (input: Members) => Promise<Record<string, unknown>>;

/**
 * Operations on rules and buses: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html
 *
 * @param set keeps a changed rule and arms its schedule
 * @param forget lets go of when a rule's schedule fired last
 */
export function ruleOperations(
  rules: RuleBook,
  set: (rule: Rule) => Promise<void>,
  forget: (rule: Rule) => Promise<void>,
): Readonly<Record<string, Operation>> {
  const ruleOf = (input: Members, member = 'Name'): Rule => {
    const name = needText(input, member);
    const bus = busName(textOf(input.EventBusName));
    const rule = rules.find(bus, name);
    if (rule === undefined)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    return rule;
  };
  const switched =
    (isEnabled: boolean): Operation =>
    async (input) => {
      await set({ ...ruleOf(input), isEnabled });
      return {};
    };
  return {
    PutRule: async (input) => {
      const bus = busName(textOf(input.EventBusName));
      if (!rules.hasBus(bus)) throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
      const name = needText(input, 'Name');
      const pattern = textOf(input.EventPattern);
      const parsed = pattern === undefined ? undefined : parsedMembers(pattern);
      if (pattern !== undefined && parsed === undefined) {
        throw new AwsError(
          'InvalidEventPatternException',
          'Event pattern is not valid. Reason: it is not a JSON object',
        );
      }
      const fault = parsed === undefined ? undefined : patternFault(parsed);
      if (fault !== undefined) {
        throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${fault}`);
      }
      const scheduleExpression = textOf(input.ScheduleExpression);
      if (parsed === undefined && scheduleExpression === undefined) {
        throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
      }
      const description = textOf(input.Description);
      const rule: Rule = {
        name,
        bus,
        isEnabled: textOf(input.State) !== 'DISABLED',
        ...(parsed === undefined ? {} : { pattern: parsed }),
        ...(scheduleExpression === undefined ? {} : { scheduleExpression }),
        ...(description === undefined ? {} : { description }),
        targets: rules.find(bus, name)?.targets ?? [],
        isKept: true,
      };
      await set(rule);
      return { RuleArn: ruleArn(rule) };
    },
    PutTargets: async (input) => {
      const rule = ruleOf(input, 'Rule');
      const added = listOf(input.Targets).map(membersOf);
      const ids = new Set(added.map((target) => textOf(target.Id)));
      await set({ ...rule, targets: [...rule.targets.filter((target) => !ids.has(textOf(target.Id))), ...added] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: async (input) => {
      const rule = ruleOf(input, 'Rule');
      const ids = textsOf(input.Ids);
      await set({ ...rule, targets: rule.targets.filter((target) => !ids.includes(textOf(target.Id) ?? '')) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    EnableRule: switched(true),
    DisableRule: switched(false),
    DeleteRule: async (input) => {
      const rule = ruleOf(input);
      if (rule.targets.length > 0)
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      await set({ ...rule, isEnabled: false });
      if (rule.scheduleExpression !== undefined) await forget(rule);
      await rules.remove(rule);
      return {};
    },
    DescribeRule: async (input) => described(ruleOf(input)),
    ListRules: async (input) => {
      const prefix = textOf(input.NamePrefix) ?? '';
      const found = rules.onBus(busName(textOf(input.EventBusName))).filter((rule) => rule.name.startsWith(prefix));
      return { Rules: found.map(described) };
    },
    ListTargetsByRule: async (input) => ({ Targets: ruleOf(input, 'Rule').targets }),
    CreateEventBus: async (input) => {
      const name = needText(input, 'Name');
      await rules.addBus(name, true);
      return { EventBusArn: arn('events', `event-bus/${name}`) };
    },
    ListEventBuses: async () => ({
      EventBuses: rules.buses().map((name) => ({ Name: name, Arn: arn('events', `event-bus/${name}`) })),
    }),
    TestEventPattern: async (input) => {
      const pattern = parsedMembers(needText(input, 'EventPattern'));
      const event = parsedMembers(needText(input, 'Event'));
      if (pattern === undefined || event === undefined)
        throw new AwsError('InvalidEventPatternException', 'Event pattern is not valid.');
      return { Result: matchesPattern(pattern, event) };
    },
  };
}

function described(rule: Rule): Record<string, unknown> {
  return {
    Name: rule.name,
    Arn: ruleArn(rule),
    EventBusName: rule.bus,
    State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
    ...(rule.pattern === undefined ? {} : { EventPattern: JSON.stringify(rule.pattern) }),
    ...(rule.scheduleExpression === undefined ? {} : { ScheduleExpression: rule.scheduleExpression }),
    ...(rule.description === undefined ? {} : { Description: rule.description }),
  };
}
