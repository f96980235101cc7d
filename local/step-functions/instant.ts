const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html (Timestamp).
 *
 * The epoch milliseconds of an ISO 8601 instant as Step Functions takes it: date, `T`, time with seconds, and an offset.
 *
 * @returns `undefined` when the text is no such instant, or names a day that does not exist
 */
export function instantOf(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  const fraction = match[7] === undefined ? '' : `.${match[7].slice(0, 3)}`;
  const at = Date.parse(`${text.slice(0, 19)}${fraction}${match[8] ?? ''}`);
  if (Number.isNaN(at)) return undefined;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= lastDay ? at : undefined;
}
