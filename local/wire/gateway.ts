import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { AnswerDropped } from './answer-dropped.ts';
import { AwsError } from './aws-error.ts';
import type { AwsCall, RawAnswer, Service } from './aws-service.ts';
import { delayOf, errorOf, type Fault, type Faults, functionErrorOf } from './faults.ts';
import type { Roles } from './roles.ts';

type Parts = { clock: VirtualClock; quiet: Quiet; faults: Faults; roles: Roles };

/**
 * The one way to every service: each call, from HTTP or in process, passes here.
 *
 *     (from outside) the clock's door ─► counted as under way ─► faults ─► role ─► service ─► late or lost answer? ─► counted
 *
 * Imitates what every AWS endpoint does before its service; leaves out resource policies, session policies and quotas.
 */
export class Gateway {
  readonly #clock: VirtualClock;
  readonly #quiet: Quiet;
  readonly #faults: Faults;
  readonly #roles: Roles;
  readonly #services = new Map<string, Service>();
  readonly #counts = new Map<string, number>();

  constructor({ clock, quiet, faults, roles }: Parts) {
    this.#clock = clock;
    this.#quiet = quiet;
    this.#faults = faults;
    this.#roles = roles;
  }

  register(service: string, implementation: Service): void {
    this.#services.set(service, implementation);
  }

  /** The service of that name, `undefined` when the local cloud has none. */
  service(name: string): Service | undefined {
    return this.#services.get(name);
  }

  /**
   * Performs an AWS operation and gives the members of its output.
   *
   * @throws AwsError as the service answers it; AccessDeniedException when no statement of the role allows it
   */
  async call(call: AwsCall): Promise<Record<string, unknown>> {
    const service = this.#serviceOf(call);
    return this.#pass(call, service, (fault) =>
      fault?.kind === 'function-error' ? Promise.resolve(functionErrorOf(fault)) : service.call(call),
    );
  }

  /** The same for a request from HTTP whose answer goes out as the service wrote it; only for services that have `callRaw`. */
  async callRaw(call: AwsCall): Promise<RawAnswer> {
    const service = this.#serviceOf(call);
    const perform = service.callRaw?.bind(service);
    if (perform === undefined) throw new TypeError(`service '${call.service}' has no raw answers`);
    return this.#pass(call, service, () => perform(call));
  }

  /** Calls so far, by service and operation: `{ 'dynamodb.GetItem': 3 }`. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort());
  }

  async #pass<Answer>(
    call: AwsCall,
    service: Service,
    perform: (fault: Fault | undefined) => Promise<Answer>,
  ): Promise<Answer> {
    if (call.principal.kind === 'outside' && this.#clock.isAdvancing) await this.#clock.door();
    const name = `${call.service}.${call.operation}`;
    const isWaiting = service.waits?.includes(call.operation) === true || service.rests?.(call) === true;
    const end = isWaiting ? undefined : this.#quiet.begin(name);
    try {
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      const fault = this.#faults.isEmpty ? undefined : await this.#strike(call, service);
      if (call.principal.kind === 'role') this.#judge(call.principal.roleName, call, service);
      const answer = await perform(fault);
      if (fault?.kind === 'late-answer') await delayed(fault);
      if (fault?.kind === 'drop-answer') throw new AnswerDropped();
      return answer;
    } finally {
      end?.();
    }
  }

  /** Causes the fault that is due, as far as it comes before the effect. */
  async #strike(call: AwsCall, service: Service): Promise<Fault | undefined> {
    const resources = service.permissions(call.operation, call.input).map((permission) => permission.resource);
    const fault = this.#faults.strike(call, resources);
    if (fault?.kind === 'throttle' || fault?.kind === 'error') throw errorOf(fault);
    if (fault?.kind === 'delay') await delayed(fault);
    return fault;
  }

  #judge(roleName: string, call: AwsCall, service: Service): void {
    for (const permission of service.permissions(call.operation, call.input)) this.#roles.judge(roleName, permission);
  }

  #serviceOf(call: AwsCall): Service {
    const service = this.#services.get(call.service);
    if (service !== undefined) return service;
    throw new AwsError('UnknownOperationException', `the local cloud has no service '${call.service}'`, 404);
  }
}

const delayed = (fault: Fault): Promise<void> => new Promise((go) => setTimeout(go, delayOf(fault)));
