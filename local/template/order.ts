import { isMembers, listOf, type Members, membersOf, textOf, textsOf } from './reading.ts';
import { TemplateFault } from './template-fault.ts';

/**
 * Logical ids in an order in which each resource comes after those it needs (Ref, GetAtt, Sub, DependsOn).
 *
 * Of several possible orders it is the one nearest to the template's own.
 *
 * @throws TemplateFault naming a cycle, or a DependsOn that leads nowhere
 */
export function creationOrder(resources: Members): string[] {
  const needs = new Map(Object.entries(resources).map(([id, resource]) => [id, neededBy(id, resource, resources)]));
  const order: string[] = [];
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (done.has(id)) return;
    if (path.includes(id)) {
      throw new TemplateFault(
        `resources need each other in a circle: ${[...path.slice(path.indexOf(id)), id].join(' → ')}`,
      );
    }
    for (const needed of needs.get(id) ?? []) visit(needed, [...path, id]);
    done.add(id);
    order.push(id);
  };
  for (const id of needs.keys()) visit(id, []);
  return order;
}

function neededBy(id: string, resource: unknown, resources: Members): Set<string> {
  const { Properties, DependsOn } = membersOf(resource);
  const needed = new Set<string>();
  for (const dependency of typeof DependsOn === 'string' ? [DependsOn] : textsOf(DependsOn)) {
    if (!(dependency in resources))
      throw new TemplateFault(`${id} depends on ${dependency}, which the template does not have`);
    needed.add(dependency);
  }
  collect(Properties, (name) => {
    if (name in resources) needed.add(name);
  });
  return needed;
}

function collect(value: unknown, found: (name: string) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (!isMembers(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'Ref' && typeof member === 'string') found(member);
    else if (name === 'Fn::GetAtt')
      found((typeof member === 'string' ? member.split('.')[0] : textOf(listOf(member)[0])) ?? '');
    else if (name === 'Fn::Sub') {
      const text = typeof member === 'string' ? member : textOf(listOf(member)[0]);
      for (const match of (text ?? '').matchAll(/\$\{([^!}][^}]*)\}/g))
        found((match[1] ?? '').trim().split('.')[0] ?? '');
      if (typeof member !== 'string') collect(member, found);
    } else collect(member, found);
  }
}
