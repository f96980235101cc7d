const ECHO = 'arn:aws:lambda:ap-northeast-2:000000000000:function:echo';

type States = Record<string, object>;

/** How many states an execution of the lifecycle enters. */
export const LIFECYCLE_STATES = 15;

/** Fifteen states in JSONPath, which both engines speak: six calls of an echo function, five Pass, three Choice, Succeed. */
export function lifecycle(): { StartAt: string; States: States } {
  const states: States = {};
  for (let index = 0; index < LIFECYCLE_STATES - 1; index += 1) {
    const Next = `S${index + 1}`;
    if (index % 5 === 1)
      states[`S${index}`] = {
        Type: 'Choice',
        Choices: [{ Variable: '$.number', StringEquals: 'none', Next: 'S14' }],
        Default: Next,
      };
    else if (index % 5 === 0 || index % 5 === 3)
      states[`S${index}`] = { Type: 'Pass', Result: index, ResultPath: '$.at', Next };
    else states[`S${index}`] = { Type: 'Task', Resource: ECHO, Next };
  }
  states.S14 = { Type: 'Succeed' };
  return { StartAt: 'S0', States: states };
}

/** Waits until an instant of its input. */
export const waitUntil = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', TimestampPath: '$.until', End: true } },
} as const;

const invoke = (Next: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: ECHO,
    Payload: { number: '{% $states.input.number %}', at: '{% $states.context.State.EnteredTime %}' },
  },
  Output: '{% $states.input %}',
  Retry: [{ ErrorEquals: ['States.ALL'] }],
  Next,
  ...more,
});
const seconds = '{% $max([1, $ceil(($toMillis($due) - $toMillis($states.context.State.EnteredTime)) / 1000)]) %}';
const wakeUp = (Next: string): object => ({
  ...invoke(Next),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  TimeoutSeconds: seconds,
  Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }],
  Catch: [{ ErrorEquals: ['States.Timeout'], Output: '{% $states.input %}', Next }],
});
const choice = (condition: string, Next: string, Default: string): object => ({
  Type: 'Choice',
  Choices: [{ Condition: `{% ${condition} %}`, Next }],
  Default,
});
const day = 86_400_000;

/** The complaint's shape: fifteen states, two waits for a wake-up that never comes, and a wait, over up to a year. */
export const complaintShape = {
  QueryLanguage: 'JSONata',
  StartAt: 'Receive',
  States: {
    Receive: invoke('Classify', {
      Assign: {
        due: `{% $fromMillis($toMillis($states.context.State.EnteredTime) + $states.input.days * ${day}) %}`,
      },
    }),
    Classify: invoke('SureOfKind'),
    SureOfKind: choice('$states.input.number = "none"', 'Assign', 'SameDay'),
    SameDay: choice('$states.input.days < 0', 'Assign', 'Assign'),
    Assign: invoke('AwaitAnswer'),
    AwaitAnswer: wakeUp('Hear'),
    Hear: invoke('WhichRung'),
    WhichRung: choice('$exists($states.input.rung)', 'Remind', 'Remind'),
    Remind: invoke('Pause', { Assign: { due: `{% $fromMillis($toMillis($due) + ${60 * day}) %}` } }),
    Pause: { Type: 'Wait', Seconds: 86_400, Next: 'AwaitRating' },
    AwaitRating: wakeUp('HearAgain'),
    HearAgain: invoke('Respond'),
    Respond: invoke('Evaluate'),
    Evaluate: invoke('Close'),
    Close: { Type: 'Succeed' },
  },
} as const;
