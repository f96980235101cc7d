import { iamPattern } from './iam-pattern.ts';
import { type ConditionContext, PolicyCondition } from './policy-condition.ts';

type Pattern = { readonly text: string; readonly matches: (text: string) => boolean };

/**
 * A statement of a policy document.
 *
 * @source IAM, "JSON policy element reference"; left out: Principal (identity policies have none), policy variables
 */
export class PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly resources: readonly string[];
  readonly conditions: readonly PolicyCondition[];
  /** The patterns of `Action`, each with whether a call has used it. Empty for a statement with `NotAction`. */
  readonly actions: readonly (Pattern & { isUsed: boolean })[];
  readonly #notActions: readonly Pattern[] | undefined;
  readonly #resources: readonly Pattern[] | undefined;
  readonly #notResources: readonly Pattern[] | undefined;

  constructor(statement: Readonly<Record<string, unknown>>) {
    this.effect = statement.Effect === 'Deny' ? 'Deny' : 'Allow';
    this.actions = patterns(statement.Action, 'i')?.map((pattern) => ({ ...pattern, isUsed: false })) ?? [];
    this.#notActions = patterns(statement.NotAction, 'i');
    this.#resources = patterns(statement.Resource);
    this.#notResources = patterns(statement.NotResource);
    this.resources = texts(statement.Resource ?? statement.NotResource);
    this.conditions = conditionsOf(statement.Condition);
  }

  /** Whether it speaks about the action on the resource, conditions aside; notes the use of its action. */
  covers(action: string, resource: string): boolean {
    if (!this.#coversResource(resource)) return false;
    if (this.#notActions !== undefined) return !this.#notActions.some((pattern) => pattern.matches(action));
    const covering = this.actions.filter((pattern) => pattern.matches(action));
    for (const pattern of covering) pattern.isUsed = true;
    return covering.length > 0;
  }

  /** Whether its conditions hold. One that cannot be judged here is passed over: it never widens a Deny. */
  holds(context: ConditionContext): boolean {
    return this.conditions.every((condition) => condition.verdict(context) ?? this.effect === 'Allow');
  }

  #coversResource(resource: string): boolean {
    if (this.#notResources !== undefined) return !this.#notResources.some((pattern) => pattern.matches(resource));
    return this.#resources?.some((pattern) => pattern.matches(resource)) ?? false;
  }
}

/** The statements of a policy document, which may be one or a list. */
export function statementsOf(document: unknown): PolicyStatement[] {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return [];
  const statements: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return statements
    .filter((statement): statement is Record<string, unknown> => typeof statement === 'object' && statement !== null)
    .map((statement) => new PolicyStatement(statement));
}

function texts(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function patterns(value: unknown, flags: '' | 'i' = ''): Pattern[] | undefined {
  if (value === undefined) return undefined;
  return texts(value).map((text) => ({ text, matches: iamPattern(text, flags) }));
}

function conditionsOf(block: unknown): PolicyCondition[] {
  if (typeof block !== 'object' || block === null) return [];
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(typeof keys === 'object' && keys !== null ? keys : {}).map(
      ([key, wanted]) => new PolicyCondition(operator, key, texts(wanted)),
    ),
  );
}
