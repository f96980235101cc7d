import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { matchesPattern } from '#local/lambda/event-pattern.ts';
import { ScheduledWakings } from '#local/scheduler/scheduled-wakings.ts';
import { arn } from '#local/template/place.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import {
  isMembers,
  listOf,
  type Members,
  membersOf,
  numberOf,
  parsedMembers,
  textOf,
} from '#local/template/reading.ts';
import { TemplateFault } from '#local/template/template-fault.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Principal, Service } from '#local/wire/aws-service.ts';
import { type Caller, Deliveries, type Delivery } from './deliveries.ts';
import { type BusEvent, eventOf, scheduledEvent } from './event.ts';
import { patternFault } from './pattern-check.ts';
import { busName, defaultBus, type Rule, ruleArn } from './rule.ts';
import { RuleBook } from './rule-book.ts';
import { ruleOperations } from './rule-operations.ts';
import { targetCall, targetPrincipal } from './target-call.ts';
import { targetInput } from './target-input.ts';

type Parts = { journal: Journal; clock: VirtualClock; quiet: Quiet; gateway: Caller };

/**
 * The event buses of the local cloud: events in, targets woken.
 *
 * Imitates https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is.html
 * Left out: archives and replay, API destinations, pipes, schema registry, global endpoints, buses of other accounts.
 */
export class Events implements Service {
  readonly provider: Provider = {
    types: ['AWS::Events::Rule', 'AWS::Events::EventBus'],
    create: (resource) =>
      resource.type === 'AWS::Events::Rule' ? this.#createRule(resource) : this.#createBus(resource),
  };
  readonly #clock: VirtualClock;
  readonly #rules: RuleBook;
  readonly #deliveries: Deliveries;
  readonly #wakings: ScheduledWakings;
  readonly #operations: ReturnType<typeof ruleOperations>;

  constructor(parts: Parts) {
    this.#clock = parts.clock;
    this.#rules = new RuleBook(parts.journal);
    this.#deliveries = new Deliveries(parts, 'events', (tries) => Math.min(1000 * 2 ** (tries - 1), 600_000));
    this.#wakings = new ScheduledWakings(parts, 'events');
    this.#operations = ruleOperations(
      this.#rules,
      (rule) => this.#set(rule),
      (rule) => this.#wakings.forget(ruleArn(rule)),
    );
  }

  /** Takes up undone deliveries and arms the rules that have a schedule. */
  start(): void {
    this.#deliveries.start();
    for (const bus of this.#rules.buses()) for (const rule of this.#rules.onBus(bus)) this.#arm(rule);
    this.#wakings.start();
  }

  close(): void {
    this.#wakings.close();
    this.#deliveries.close();
  }

  async call({ operation, input, principal }: AwsCall): Promise<Record<string, unknown>> {
    if (operation === 'PutEvents') return this.#putEvents(input, principal);
    const run = this.#operations[operation];
    if (run === undefined)
      throw new AwsError(
        'UnknownOperationException',
        `The local EventBridge does not know the operation ${operation}.`,
      );
    return run(input);
  }

  permissions(operation: string, input: Members): Permission[] {
    const action = `events:${operation}`;
    if (operation === 'PutEvents') {
      const buses = new Set(listOf(input.Entries).map((entry) => busName(textOf(membersOf(entry).EventBusName))));
      return [...buses].map((bus) => ({ action, resource: arn('events', `event-bus/${bus}`) }));
    }
    const name = textOf(input.Name) ?? textOf(input.Rule);
    return [
      { action, resource: name === undefined ? '*' : ruleArn({ name, bus: busName(textOf(input.EventBusName)) }) },
    ];
  }

  async #putEvents(input: Members, principal: Principal): Promise<Record<string, unknown>> {
    const entries = listOf(input.Entries).map(membersOf);
    if (entries.length === 0 || entries.length > 10) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10; found ${entries.length}`,
      );
    }
    const deliveries: Delivery[] = [];
    const results = entries.map((entry): Record<string, unknown> => {
      const refused = refusal(entry, principal);
      if (refused !== undefined) return refused;
      const event = eventOf(entry, parsedMembers(textOf(entry.Detail) ?? '{}'), this.#clock.now());
      deliveries.push(...this.#deliveriesOf(event, busName(textOf(entry.EventBusName))));
      return { EventId: event.id };
    });
    await this.#deliveries.accept(deliveries);
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  #deliveriesOf(event: BusEvent, bus: string): Delivery[] {
    const matching = this.#rules
      .onBus(bus)
      .filter((rule) => rule.isEnabled && rule.pattern !== undefined && matchesPattern(rule.pattern, event));
    return matching.flatMap((rule) => rule.targets.map((target) => this.#delivery(rule, target, event)));
  }

  #delivery(rule: Rule, target: Members, event: BusEvent): Delivery {
    const input = targetInput(target, event, { name: rule.name, arn: ruleArn(rule) }, this.#clock.now());
    const retry = membersOf(target.RetryPolicy);
    const deadLetterArn = textOf(membersOf(target.DeadLetterConfig).Arn);
    const principal = targetPrincipal(target, 'events.amazonaws.com');
    return {
      what: `event '${event['detail-type']}' to ${textOf(target.Arn)?.split(':').at(-1)}`,
      call: targetCall(target, { input, principal, id: `${event.id}_${textOf(target.Id) ?? 'target'}`.slice(0, 80) }),
      mostRetries: numberOf(retry.MaximumRetryAttempts) ?? 185,
      maximumAgeSeconds: numberOf(retry.MaximumEventAgeInSeconds) ?? 86_400,
      ...(deadLetterArn === undefined
        ? {}
        : {
            deadLetter: {
              queueUrl: deadLetterArn,
              body: JSON.stringify(event),
              attributes: { RULE_ARN: ruleArn(rule), TARGET_ARN: textOf(target.Arn) ?? '' },
            },
          }),
    };
  }

  async #set(rule: Rule): Promise<void> {
    await this.#rules.set(rule);
    this.#arm(rule);
  }

  #arm(rule: Rule): void {
    const key = ruleArn(rule);
    if (rule.scheduleExpression === undefined || !rule.isEnabled) {
      this.#wakings.disarm(key);
      return;
    }
    this.#wakings.arm(
      { key, expression: rule.scheduleExpression, timeZone: 'UTC' },
      async ({ scheduledAt, keepFired }) => {
        const event = scheduledEvent(key, scheduledAt);
        await this.#deliveries.accept(
          rule.targets.map((target) => this.#delivery(rule, target, event)),
          keepFired,
        );
      },
    );
  }

  async #createRule(resource: Resource): Promise<Created> {
    const { EventBusName, State, EventPattern, ScheduleExpression, Targets } = resource.properties;
    const name = physicalName(resource, 'Name');
    const scheduleExpression = textOf(ScheduleExpression);
    const rule: Rule = {
      name,
      bus: busName(textOf(EventBusName)),
      isEnabled: textOf(State) !== 'DISABLED',
      ...(isMembers(EventPattern) ? { pattern: EventPattern } : {}),
      ...(scheduleExpression === undefined ? {} : { scheduleExpression }),
      targets: listOf(Targets).map(membersOf),
      isKept: false,
    };
    const fault = rule.pattern === undefined ? undefined : patternFault(rule.pattern);
    if (fault !== undefined) throw new TemplateFault(`${resource.logicalId}: ${fault}`);
    // Refuses now what could not be delivered later.
    for (const target of rule.targets)
      targetCall(target, { input: '{}', principal: targetPrincipal(target, 'events'), id: 'check' });
    await this.#set(rule);
    return { ref: rule.bus === defaultBus ? name : `${rule.bus}|${name}`, attributes: { Arn: ruleArn(rule) } };
  }

  async #createBus(resource: Resource): Promise<Created> {
    const name = physicalName(resource, 'Name');
    await this.#rules.addBus(name, false);
    return { ref: name, attributes: { Arn: arn('events', `event-bus/${name}`), Name: name } };
  }
}

/** Why an entry of PutEvents is refused, as its result says it. */
function refusal(entry: Members, principal: Principal): { ErrorCode: string; ErrorMessage: string } | undefined {
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (textOf(entry[name]) === undefined) {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  if (parsedMembers(textOf(entry.Detail) ?? '') === undefined)
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  if (textOf(entry.Source)?.startsWith('aws.') === true && principal.kind !== 'service') {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  return undefined;
}
