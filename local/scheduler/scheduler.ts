import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { type Caller, Deliveries } from '#local/events/deliveries.ts';
import type { Journal } from '#local/journal/journal.ts';
import { arn } from '#local/template/place.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { type Members, membersOf, needText, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, RawAnswer, RestRequest, Service } from '#local/wire/aws-service.ts';
import { scheduleDelivery } from './schedule-target.ts';
import { type Schedule, ScheduledWakings } from './scheduled-wakings.ts';
import { readSchedulerRequest } from './scheduler-rest.ts';

/** A schedule with the members of the API; `isKept` when a call made it, and so it is remembered over a restart. */
type Kept = { readonly members: Members; readonly isKept: boolean };
type Parts = { journal: Journal; clock: VirtualClock; quiet: Quiet; gateway: Caller };

/**
 * Schedules that call targets by the virtual clock.
 *
 * Imitates https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 * Left out: flexible windows (always fires at their beginning), tags, customer keys.
 */
export class Scheduler implements Service {
  readonly provider: Provider = {
    types: ['AWS::Scheduler::Schedule', 'AWS::Scheduler::ScheduleGroup'],
    create: (resource) => this.#create(resource),
  };
  readonly #journal: Journal;
  readonly #clock: VirtualClock;
  readonly #deliveries: Deliveries;
  readonly #wakings: ScheduledWakings;
  readonly #schedules = new Map<string, Kept>();
  readonly #groups = new Set(['default']);

  constructor(parts: Parts) {
    this.#journal = parts.journal;
    this.#clock = parts.clock;
    this.#deliveries = new Deliveries(parts, 'scheduler', (tries) => Math.min(1000 * 2 ** (tries - 1), 600_000));
    this.#wakings = new ScheduledWakings(parts, 'scheduler');
    parts.journal.db.exec('CREATE TABLE IF NOT EXISTS schedule (arn TEXT PRIMARY KEY, members TEXT NOT NULL) STRICT');
    for (const row of parts.journal.statement('SELECT arn, members FROM schedule').all()) {
      this.#schedules.set(String(row.arn), { members: membersOf(JSON.parse(String(row.members))), isKept: true });
    }
  }

  /** Takes up undone deliveries and arms every schedule. */
  start(): void {
    this.#deliveries.start();
    for (const key of this.#schedules.keys()) this.#arm(key);
    this.#wakings.start();
  }

  close(): void {
    this.#wakings.close();
    this.#deliveries.close();
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    switch (operation) {
      case 'CreateSchedule': {
        const key = keyOf(input);
        if (this.#schedules.has(key))
          throw new AwsError('ConflictException', `Schedule ${textOf(input.Name)} already exists.`, 409);
        await this.#set(key, { members: input, isKept: true });
        return { ScheduleArn: key };
      }
      case 'UpdateSchedule': {
        const key = keyOf(input);
        await this.#set(key, { ...this.#find(key), members: input });
        return { ScheduleArn: key };
      }
      case 'GetSchedule': {
        const key = keyOf(input);
        return { ...this.#find(key).members, Arn: key };
      }
      case 'DeleteSchedule': {
        const key = keyOf(input);
        this.#find(key);
        await this.#remove(key);
        return {};
      }
      case 'ListSchedules':
        return { Schedules: this.#list(textOf(input.GroupName), textOf(input.NamePrefix) ?? '') };
      case 'CreateScheduleGroup':
        this.#groups.add(needText(input, 'Name'));
        return { ScheduleGroupArn: arn('scheduler', `schedule-group/${needText(input, 'Name')}`) };
      case 'ListScheduleGroups':
        return {
          ScheduleGroups: [...this.#groups].map((name) => ({
            Name: name,
            Arn: arn('scheduler', `schedule-group/${name}`),
            State: 'ACTIVE',
          })),
        };
      default:
        throw new AwsError(
          'UnknownOperationException',
          `The local Scheduler does not know the operation ${operation}.`,
        );
    }
  }

  permissions(operation: string, input: Members): Permission[] {
    const resource = textOf(input.Name) === undefined ? '*' : keyOf(input);
    return [{ action: `scheduler:${operation}`, resource }];
  }

  readRest(request: RestRequest): { operation: string; input: Record<string, unknown> } {
    return readSchedulerRequest(request);
  }

  writeRest(_operation: string, output: Record<string, unknown>): RawAnswer {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(output) };
  }

  #find(key: string): Kept {
    const kept = this.#schedules.get(key);
    if (kept === undefined)
      throw new AwsError('ResourceNotFoundException', `Schedule ${key.split('/').at(-1)} does not exist.`, 404);
    return kept;
  }

  #list(group: string | undefined, prefix: string): Record<string, unknown>[] {
    return [...this.#schedules].flatMap(([key, { members }]) => {
      const [, groupName, name] = key.split('/');
      if ((group !== undefined && group !== groupName) || name?.startsWith(prefix) !== true) return [];
      return [
        {
          Arn: key,
          Name: name,
          GroupName: groupName,
          State: textOf(members.State) ?? 'ENABLED',
          Target: { Arn: membersOf(members.Target).Arn },
        },
      ];
    });
  }

  async #set(key: string, kept: Kept): Promise<void> {
    // Refuses now what could not be delivered later.
    scheduleDelivery(key, membersOf(kept.members.Target), this.#clock.now());
    this.#schedules.set(key, kept);
    this.#arm(key);
    if (!kept.isKept) return;
    const json = JSON.stringify(kept.members);
    await this.#journal.write('scheduler schedule', (journal) => {
      journal.statement('INSERT OR REPLACE INTO schedule VALUES (?, ?)').run(key, json);
    });
  }

  async #remove(key: string): Promise<void> {
    this.#schedules.delete(key);
    await this.#wakings.forget(key);
    await this.#journal.write('scheduler schedule deleted', (journal) => {
      journal.statement('DELETE FROM schedule WHERE arn = ?').run(key);
    });
  }

  #arm(key: string): void {
    const { members } = this.#find(key);
    if (textOf(members.State) === 'DISABLED') {
      this.#wakings.disarm(key);
      return;
    }
    const schedule: Schedule = {
      key,
      expression: needText(members, 'ScheduleExpression'),
      timeZone: textOf(members.ScheduleExpressionTimezone) ?? 'UTC',
      ...bound('startsAt', members.StartDate),
      ...bound('endsAt', members.EndDate),
    };
    this.#wakings.arm(schedule, async ({ scheduledAt, keepFired }) => {
      await this.#deliveries.accept([scheduleDelivery(key, membersOf(members.Target), scheduledAt)], keepFired);
      const isOver = schedule.expression.startsWith('at(') && textOf(members.ActionAfterCompletion) === 'DELETE';
      if (isOver) await this.#remove(key);
    });
  }

  async #create(resource: Resource): Promise<Created> {
    const name = physicalName(resource, 'Name');
    if (resource.type === 'AWS::Scheduler::ScheduleGroup') {
      this.#groups.add(name);
      return { ref: name, attributes: { Arn: arn('scheduler', `schedule-group/${name}`) } };
    }
    const members = { ...resource.properties, Name: name };
    const key = keyOf(members);
    await this.#set(key, { members, isKept: false });
    return { ref: name, attributes: { Arn: key } };
  }
}

/** A schedule's ARN out of its name and group. */
function keyOf(input: Members): string {
  return arn('scheduler', `schedule/${textOf(input.GroupName) ?? 'default'}/${needText(input, 'Name')}`);
}

/** An instant of the schedule, as the wire has it: seconds since the epoch, or ISO 8601 in a template. */
function bound(name: 'startsAt' | 'endsAt', value: unknown): Partial<Pick<Schedule, 'startsAt' | 'endsAt'>> {
  const at = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? {} : { [name]: at };
}
