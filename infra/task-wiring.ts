import * as settings from '#schemas/settings.ts';
import { get, keepIdentity, put, query, remove, send, update } from './rights.ts';

// Whatever step changes a complaint counts it; what it gets is where one stands that was counted by other rules, or never.
const counts = [get, put, update] as const;
const task = {
  settings: settings.TaskSettings,
  access: { ComplaintTable: [query, put], StatisticsTable: counts },
} as const;
const { CityTaskSettings } = settings;
/** A step after which a complaint is found otherwise writes that, too. */
const bringsOn = [query, put, update] as const;
const bringing = {
  settings: settings.TaskSettings,
  access: { ComplaintTable: bringsOn, StatisticsTable: counts },
} as const;
const cityBringing = {
  settings: CityTaskSettings,
  access: { ComplaintTable: bringsOn, StatisticsTable: counts, CityTable: [get, query] },
} as const;
const cityTask = { settings: CityTaskSettings, access: { ...task.access, CityTable: [get, query] } } as const;

// What such a step removes is the petitioner of a complaint that turns out to protect its reporter.
const protectingTask = {
  settings: settings.ProtectingTaskSettings,
  access: {
    ComplaintTable: [get, ...bringsOn, remove],
    StatisticsTable: counts,
    CityTable: [get, query],
    IdentityTable: [put],
    IdentityKey: keepIdentity,
  },
} as const;

/** The steps of the complaint's workflow, a part of the wiring: read as that is. */
export const taskWiring = {
  Receive: { entry: 'tasks/receive', ...task },
  Classify: { entry: 'tasks/classify', ...protectingTask },
  Assign: {
    entry: 'tasks/assign',
    settings: CityTaskSettings,
    // What it keeps of the city is the rule that follows from a decision of the adjudicating desk.
    access: { ComplaintTable: bringsOn, StatisticsTable: counts, CityTable: [get, query, put, update] },
  },
  Adjudicate: { entry: 'tasks/adjudicate', ...cityBringing },
  // What it removes beside that is the need of a case that nobody answered, when somebody does, and a transfer that waited.
  Hear: { entry: 'tasks/hear', ...protectingTask },
  RemindOfficial: { entry: 'tasks/remind-official', ...cityTask },
  EscalateToLead: { entry: 'tasks/escalate-to-lead', ...cityTask },
  EscalateToDirector: { entry: 'tasks/escalate-to-director', ...cityTask },
  EscalateToAuditOffice: { entry: 'tasks/escalate-to-audit-office', ...task },
  TellProgress: { entry: 'tasks/tell-progress', ...task },
  TakeBack: {
    entry: 'tasks/take-back',
    settings: CityTaskSettings,
    // What it removes is the transfer that waited.
    access: { ComplaintTable: [...bringsOn, remove], StatisticsTable: counts, CityTable: [get, query] },
  },
  Respond: { entry: 'tasks/respond', ...task },
  Evaluate: { entry: 'tasks/evaluate', ...cityTask },
  Close: { entry: 'tasks/close', ...bringing },
  Continue: { entry: 'tasks/continue', ...task },
  NeedsAPerson: {
    entry: 'tasks/needs-a-person',
    settings: settings.TaskSettings,
    access: { ...task.access, NeedsAPersonDeadLetters: [send] },
  },
} as const;
