import { isObject, type JsonObject } from './json.ts';

/**
 * History events: how they are kept and how GetExecutionHistory shows them.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export type StoredEvent = readonly [type: string, previous: number, at: number, details: JsonObject];

/** 25_000: an execution of more events fails. */
export const MOST_EVENTS = 25_000;

/** The name of the member that holds the details of an event of this type. */
function detailsName(type: string): string | undefined {
  if (type === 'MapStateStarted') return 'mapStateStartedEventDetails';
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  if (/State(Started|Succeeded|Failed|Aborted)$/.test(type) || WITHOUT_DETAILS.has(type)) return undefined;
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

const WITHOUT_DETAILS = new Set(['LambdaFunctionStarted', 'MapRunSucceeded', 'MapRunAborted']);
/** Inputs and outputs: what `includeExecutionData` leaves out. Errors stay. */
const DATA_MEMBERS = new Set(['input', 'output', 'parameters', 'result', 'assignedVariables']);

/** The event as the API gives it; timestamps are epoch seconds. */
export function shownEvent(id: number, event: StoredEvent, withData: boolean): Record<string, unknown> {
  const [type, previousEventId, at, details] = event;
  const shown: Record<string, unknown> = { timestamp: at / 1000, type, id, previousEventId };
  const name = detailsName(type);
  if (name !== undefined) shown[name] = shownDetails(details, withData);
  return shown;
}

function shownDetails(details: JsonObject, withData: boolean): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(details)) {
    if (!withData && DATA_MEMBERS.has(member)) continue;
    shown[member] = value;
    if (!withData) continue;
    if (member === 'input' && typeof value === 'string') shown.inputDetails = { truncated: false };
    if (member === 'output' && typeof value === 'string') shown.outputDetails = { truncated: false };
    if (member === 'assignedVariables' && isObject(value)) shown.assignedVariablesDetails = { truncated: false };
  }
  return shown;
}
