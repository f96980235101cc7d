import type jsonata from 'jsonata';

/**
 * The bounds of one evaluation of a JSONata expression: depth, memory, time.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html (Handling expression errors). AWS's
 * numbers for depth and memory; its second is counted in steps here, since nothing may depend on the machine's speed. What
 * a value holds is counted in its own elements, not in what is under them.
 */
const DEEPEST = 100;
const LARGEST_BYTES = 6_990_256;
/** 1_000_000: about what this machine does in a second, and more than AWS was seen to bear. */
const MOST_STEPS = 1_000_000;

/** A binding that no expression can name. */
const COUNTED = ' evaluation';
type Counted = { depth: number; steps: number };
type Environment = { lookup(name: string): Counted | undefined; readonly isParallelCall?: boolean };

/** Below this length, and without functions of its own and ranges, an expression cannot reach a bound. */
const SHORT = 100;

/** Whether the expression could reach a bound: only then its steps are counted, which takes time. */
export function canReachBounds(text: string): boolean {
  return text.length >= SHORT || /\bfunction\b|λ|\.\./.test(text);
}

/** Has the expression's steps counted in the bindings of each evaluation (`countedBindings`). */
export function boundEvaluation(expression: jsonata.Expression): void {
  // Its types know of names only, not of the symbols that JSONata looks its callbacks up by.
  const assign = (symbol: symbol, callback: unknown): void =>
    void Reflect.apply(expression.assign, expression, [symbol, callback]);
  assign(Symbol.for('jsonata.__evaluate_entry'), (_expr: unknown, _input: unknown, environment: Environment) => {
    const counted = environment.lookup(COUNTED);
    // The items of an array are evaluated side by side: only the first deepens the stack.
    if (counted === undefined || environment.isParallelCall === true) return;
    counted.depth += 1;
    counted.steps += 1;
    if (counted.depth > DEEPEST) {
      throw new Error(
        'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
      );
    }
    if (counted.steps > MOST_STEPS) throw new Error('Expression evaluation timeout: Check for infinite loop');
  });
  assign(
    Symbol.for('jsonata.__evaluate_exit'),
    (_expr: unknown, _input: unknown, environment: Environment, result: unknown) => {
      const counted = environment.lookup(COUNTED);
      if (counted === undefined || environment.isParallelCall === true) return;
      counted.depth -= 1;
      if (heldBytes(result) > LARGEST_BYTES) throw memoryLimitExceeded();
    },
  );
}

/** What an evaluation of a bounded expression needs among its bindings. */
export function countedBindings(): Readonly<Record<string, Counted>> {
  return { [COUNTED]: { depth: 0, steps: 0 } };
}

/** AWS's words for a value that is too large. */
export function memoryLimitExceeded(): Error {
  return new Error('Expression evaluation memory limit exceeded: Check for excessive memory usage');
}

/** A number counts eight bytes and a character one. */
function heldBytes(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.length * 8 : 0;
}
