import { arn } from '#local/template/place.ts';
import type { Members } from '#local/template/reading.ts';

/** A rule: which events, or when, and whom it wakes. */
export type Rule = {
  readonly name: string;
  readonly bus: string;
  readonly isEnabled: boolean;
  /** Parsed event pattern; a rule has it or a schedule expression, or both. */
  readonly pattern?: Members;
  readonly scheduleExpression?: string;
  readonly description?: string;
  /** As the API has them: `Id`, `Arn`, `RoleArn`, `Input` …, `RetryPolicy`, `DeadLetterConfig`. */
  readonly targets: readonly Members[];
  /** Made by a call and not by a template: remembered over a restart. */
  readonly isKept: boolean;
};

export const defaultBus = 'default';

/** The bus's name out of a name or an ARN. */
export function busName(nameOrArn: string | undefined): string {
  return nameOrArn?.split('/').at(-1) ?? defaultBus;
}

/** The rule's ARN; that of a rule on the default bus does not name the bus. */
export function ruleArn(rule: { readonly name: string; readonly bus: string }): string {
  return arn('events', rule.bus === defaultBus ? `rule/${rule.name}` : `rule/${rule.bus}/${rule.name}`);
}
