const ECHO = 'arn:aws:lambda:ap-northeast-2:000000000000:function:echo';

/** Any throttle or dropped answer is tried again five seconds later. */
const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 50, BackoffRate: 1 }];

const echo = (state: string, more: object, payload: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: ECHO,
    Payload: {
      execution: '{% $states.context.Execution.Name %}',
      state,
      at: '{% $states.context.State.EnteredTime %}',
      ...payload,
    },
  },
  Output: '{% $states.input %}',
  Retry,
  ...more,
});
const await_ = (state: string, more: object) => ({
  ...echo(state, more, { token: '{% $states.context.Task.Token %}' }),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
});
const machineArn = (name: string): string => `arn:aws:states:ap-northeast-2:000000000000:stateMachine:${name}`;

/** Something of everything that survives a crash. */
const everything = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { begun: '{% $states.context.Execution.StartTime %}' }, Next: 'Ask' },
    Ask: await_('Ask', { Next: 'Wait' }),
    Wait: { Type: 'Wait', Seconds: 60, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: echo('Left', { End: true }) } },
        { StartAt: 'Right', States: { Right: { Type: 'Wait', Seconds: 60, End: true } } },
      ],
      Output: '{% $states.input %}',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      Items: [1, 2],
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Wait', Seconds: 7, End: true } } },
      Output: '{% $states.input %}',
      Next: 'Spread',
    },
    Spread: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Far',
        States: { Far: echo('Far', { End: true }) },
      },
      Output: '{% $states.input %}',
      Next: 'Nest',
    },
    Nest: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: machineArn('child'), Input: {} },
      Output: '{% $states.result.Output %}',
      Retry,
      Next: 'Late',
    },
    Late: await_('Late', {
      TimeoutSeconds: 600,
      Catch: [{ ErrorEquals: ['States.Timeout'], Output: '{% [$begun, $states.input] %}', Next: 'End' }],
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }, ...Retry],
      Next: 'End',
    }),
    End: { Type: 'Succeed' },
  },
};

const only = (state: object) => ({ QueryLanguage: 'JSONata', StartAt: 'Only', States: { Only: state } });

/** 110 rounds of four events: more than one commit holds. */
const loop = {
  QueryLanguage: 'JSONata',
  StartAt: 'Round',
  States: {
    Round: { Type: 'Pass', Output: '{% $states.input + 1 %}', Next: 'Again' },
    Again: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input < 110 %}', Next: 'Round' }],
      Default: 'End',
    },
    End: { Type: 'Succeed' },
  },
};

/** The state machines of the town, by name. */
export const MACHINES: Readonly<Record<string, object>> = {
  child: only({ Type: 'Wait', Seconds: 100, Output: 'nested', End: true }),
  everything,
  long: only({ Type: 'Wait', Seconds: 86_400, End: true }),
  failing: only({ Type: 'Task', Resource: `${ECHO}-missing`, End: true }),
  loop,
};
