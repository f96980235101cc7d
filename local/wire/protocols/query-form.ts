/**
 * The members that a form of the query protocol holds.
 *
 * `A.b=1` is a member of a structure, `A.member.1=…` an item of a list, `A.entry.1.key`/`value` (or `Name`/`Value`) a
 * pair of a map.
 */
export function readForm(text: string): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [name, value] of new URLSearchParams(text)) plant(root, name.split('.'), value);
  return Object.fromEntries([...root].map(([name, branch]) => [name, harvest(branch)]));
}

type Tree = Map<string, Tree | string>;

function plant(tree: Tree, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(first, value);
    return;
  }
  const known = tree.get(first);
  const branch: Tree = known instanceof Map ? known : new Map();
  tree.set(first, branch);
  plant(branch, rest, value);
}

function harvest(branch: Tree | string): unknown {
  if (typeof branch === 'string') return branch;
  const list = branch.get('member');
  if (list instanceof Map) return numbered(list).map(harvest);
  const entries = branch.get('entry');
  if (entries instanceof Map) return Object.fromEntries(numbered(entries).map(pair));
  return Object.fromEntries([...branch].map(([name, inner]) => [name, harvest(inner)]));
}

function numbered(branches: Tree): (Tree | string)[] {
  return [...branches].sort(([a], [b]) => Number(a) - Number(b)).map(([, branch]) => branch);
}

function pair(entry: Tree | string): [string, unknown] {
  if (typeof entry === 'string') return [entry, undefined];
  const value = entry.get('value') ?? entry.get('Value');
  return [String(entry.get('key') ?? entry.get('Name')), value === undefined ? undefined : harvest(value)];
}
