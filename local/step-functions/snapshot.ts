import type { Body } from './definition/definition.ts';
import type { Execution, Join, Phase, Thread } from './execution.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * Where a running execution stands, kept beside its history in the same commit.
 *
 * The history alone would do, but a parked execution should wake in microseconds whatever its history's length.
 */
export type ThreadSnapshot = {
  readonly id: number;
  readonly index: number;
  readonly variables: JsonObject;
  readonly item?: JsonObject;
  readonly state: string;
  readonly input: Json;
  readonly previous: number;
  readonly entered: readonly [at: number, event: number, before: number];
  readonly retries?: readonly number[];
  readonly phase: PhaseSnapshot;
  readonly broken?: JoinSnapshot;
};
type JoinSnapshot = Omit<Join, 'children'> & { readonly children: readonly ThreadSnapshot[] };
type PhaseSnapshot = Exclude<Phase, { kind: 'joining' }> | { readonly kind: 'joining'; readonly join: JoinSnapshot };

/** The snapshot's text. */
export function snapshotOf(execution: Execution): string {
  return JSON.stringify({ threads: execution.threadCount, root: ofThread(execution.root) });
}

function ofThread(thread: Thread): ThreadSnapshot {
  return {
    id: thread.id,
    index: thread.index,
    variables: { ...thread.variables },
    ...(thread.item === undefined ? {} : { item: thread.item }),
    state: thread.state,
    input: thread.input,
    previous: thread.previous,
    entered: [thread.enteredAt, thread.enteredEvent, thread.beforeEntered],
    ...(thread.retries.length === 0 ? {} : { retries: thread.retries }),
    phase: ofPhase(thread.phase),
    ...(thread.broken === undefined
      ? {}
      : { broken: { ...thread.broken, children: thread.broken.children.map(ofThread) } }),
  };
}

function ofPhase(phase: Phase): PhaseSnapshot {
  if (phase.kind !== 'joining') return phase;
  const { join } = phase;
  if (join.mapRun === undefined) return { kind: 'joining', join: { ...join, children: join.children.map(ofThread) } };
  // A map run can have thousands of items: they are kept once, and what became of each is in its own execution.
  const mapRun = { arn: join.mapRun.arn, definition: '', ended: [] };
  return { kind: 'joining', join: { ...join, children: [], items: [], results: [], over: 0, failed: 0, mapRun } };
}

/** What is kept of a map run. */
export type KeptMapRun = { readonly definition: string; readonly items: readonly Json[] };

/** The threads again, on the definition's body. */
export function restored(
  text: string,
  body: Body,
  mapRunOf: (arn: string) => KeptMapRun,
): { threadCount: number; root: Thread } {
  const snapshot: { threads: number; root: ThreadSnapshot } = JSON.parse(text);
  return { threadCount: snapshot.threads, root: toThread(snapshot.root, body, undefined, mapRunOf) };
}

function toThread(
  snapshot: ThreadSnapshot,
  body: Body,
  parent: Thread | undefined,
  mapRunOf: (arn: string) => KeptMapRun,
): Thread {
  const thread: Thread = {
    id: snapshot.id,
    parent,
    body,
    index: snapshot.index,
    variables: Object.assign(Object.create(parent?.variables ?? null), snapshot.variables),
    item: snapshot.item,
    state: snapshot.state,
    input: snapshot.input,
    inputText: JSON.stringify(snapshot.input),
    previous: snapshot.previous,
    enteredAt: snapshot.entered[0],
    enteredEvent: snapshot.entered[1],
    beforeEntered: snapshot.entered[2],
    retries: [...(snapshot.retries ?? [])],
    phase: { kind: 'over' },
    broken: undefined,
  };
  const bodies = body.states.get(snapshot.state)?.bodies ?? [];
  const toChildren = (children: readonly ThreadSnapshot[]): Thread[] =>
    children.map((child) => toThread(child, bodies[child.index] ?? bodies[0] ?? body, thread, mapRunOf));
  const { phase, broken } = snapshot;
  if (broken !== undefined) thread.broken = { ...broken, children: toChildren(broken.children) };
  if (phase.kind !== 'joining') thread.phase = phase;
  else {
    const children = toChildren(phase.join.children);
    const { mapRun } = phase.join;
    if (mapRun === undefined) thread.phase = { kind: 'joining', join: { ...phase.join, children } };
    else {
      const { definition, items } = mapRunOf(mapRun.arn);
      thread.phase = { kind: 'joining', join: { ...phase.join, children, items, mapRun: { ...mapRun, definition } } };
    }
  }
  return thread;
}
