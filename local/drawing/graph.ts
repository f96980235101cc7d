import { isMembers, listOf, type Members, membersOf, parsedMembers, textOf, textsOf } from '#local/template/reading.ts';

/** A state as it is drawn. */
export type Node = {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
  /** Waits for someone to come back with its token. */
  readonly isWaiting: boolean;
  readonly isEnd: boolean;
};

/** Why one state follows another. */
export type Reason = { readonly kind: 'next' | 'choice' | 'otherwise' | 'caught'; readonly label: string };

/** A way from one state to another, with every reason for it. */
export type Way = { readonly from: string; readonly to: string; readonly reasons: readonly Reason[] };

/** A state machine as a graph. */
export type Graph = {
  readonly startAt: string;
  readonly comment: string;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly ways: readonly Way[];
};

/**
 * Reads the states of a definition and the ways between them, in the order in which the story meets them.
 *
 * Follows https://states-language.net/spec.html#transitions. Left out: what is inside Parallel and Map, which are drawn as one state.
 *
 * @throws Error when the text is no definition
 */
export function readGraph(definition: string): Graph {
  const machine = parsedMembers(definition);
  const startAt = textOf(machine?.StartAt);
  if (machine === undefined || startAt === undefined || !isMembers(machine.States))
    throw new Error('expected a state machine definition with StartAt and States');
  const states = new Map(Object.entries(machine.States).map(([name, state]) => [name, membersOf(state)]));
  const order = storyOrder(startAt, states);
  return {
    startAt,
    comment: textOf(machine.Comment) ?? '',
    nodes: new Map(order.map((name) => [name, nodeOf(name, states.get(name) ?? {})])),
    ways: order.flatMap((name) => waysFrom(name, states.get(name) ?? {})),
  };
}

/** From the start along each way as far as it leads, what is written first before what follows. */
function storyOrder(startAt: string, states: ReadonlyMap<string, Members>): string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !states.has(name)) return;
    seen.add(name);
    for (const { to } of waysFrom(name, states.get(name) ?? {})) visit(to);
  };
  visit(startAt);
  for (const name of states.keys()) visit(name);
  return [...seen];
}

function nodeOf(name: string, state: Members): Node {
  const type = textOf(state.Type) ?? 'Pass';
  return {
    name,
    type,
    comment: textOf(state.Comment) ?? '',
    isWaiting: type === 'Wait' || (textOf(state.Resource) ?? '').endsWith('.waitForTaskToken'),
    isEnd: state.End === true || type === 'Succeed' || type === 'Fail',
  };
}

function waysFrom(from: string, state: Members): Way[] {
  const found = new Map<string, Reason[]>();
  const add = (to: unknown, reason: Reason): void => {
    const name = textOf(to);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), reason]);
  };
  add(state.Next, { kind: 'next', label: '' });
  for (const choice of listOf(state.Choices).map(membersOf))
    add(choice.Next, { kind: 'choice', label: choiceLabel(choice) });
  add(state.Default, { kind: 'otherwise', label: 'otherwise' });
  for (const catcher of listOf(state.Catch).map(membersOf))
    add(catcher.Next, { kind: 'caught', label: textsOf(catcher.ErrorEquals).join(', ') });
  return [...found].map(([to, reasons]) => ({ from, to, reasons }));
}

/** What a choice is called: its comment, or its condition without the signs of the query language. */
function choiceLabel({ Comment, Condition, Variable }: Members): string {
  const comment = textOf(Comment);
  if (comment !== undefined) return comment;
  const condition = textOf(Condition) ?? textOf(Variable) ?? '';
  return condition.replace(/^\{%\s*|\s*%\}$/g, '').replaceAll('$', '');
}
