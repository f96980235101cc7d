/** Rights that no day in a healthy city uses, each with the day on which it is needed. */
export const explained: readonly { readonly grant: RegExp; readonly why: string }[] = [
  {
    grant: / (xray|logs):/,
    why: 'logs and traces are sent by what runs the functions on AWS; nothing stands in for it here',
  },
  {
    grant: / kms:/,
    why: 'nothing is encrypted at rest on one machine; on AWS DynamoDB asks for the identity table’s key in the caller’s name',
  },
  {
    grant: / sqs:SendMessage .*DeadLetters$/,
    why: 'a message is given up only after every retry; waking.test.ts fills one',
  },
  {
    grant: / sqs:SendMessage .*AppDeadLetters\.fifo$/,
    why: 'an app is given up after a day; channel-app.test.ts waits for it',
  },
  {
    grant: /NoticesRole dynamodb:(DeleteItem|PutItem|GetItem) |NoticesRole dynamodb:Query .*CityTable$/,
    why: 'digests are for outages, and reasons for extensions; outage.test.ts and extension.test.ts have both',
  },
  {
    grant: /CalendarRole sqs:SendMessage /,
    why: 'only more open complaints than one page are carried on, and what could not be told',
  },
  {
    grant:
      /(Receive|Respond|Evaluate|Close|NeedsAPerson|TellProgress|TakeBack|EscalateTo\w+|RemindOfficial|Adjudicate|Classify|Assign|Hear)Role dynamodb:(GetItem|PutItem|UpdateItem) .*StatisticsTable$/,
    why: 'a complaint that no step has counted, or one by other rules, is counted by whichever changes it next; statistics.test.ts has one',
  },
  { grant: /ContinueRole /, why: 'an execution hands over after 300 days; faults.test.ts waits for it' },
  {
    grant: /SweepRole sqs:SendMessage /,
    why: 'only what was lost on every other way is swept; waking.test.ts loses one',
  },
  {
    grant: /(Emergency|Import)MachineRole states:/,
    why: 'on AWS a Map begins its children in the machine’s own name; here the engine begins them itself',
  },
  {
    grant: /Stop(Message|Import)Role /,
    why: 'a message or an import is stopped by a fault that no retry helps; emergency-limits.test.ts and import.test.ts have one',
  },
];
