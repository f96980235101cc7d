import * as settings from '#schemas/settings.ts';
import { emergencyWiring } from './emergency-wiring.ts';
import { fileWiring } from './file-wiring.ts';
import { importWiring } from './import-wiring.ts';
import type { Access } from './resources.ts';
import {
  consume,
  get,
  keepFiles,
  keepIdentity,
  put,
  query,
  readFiles,
  readIdentity,
  readStream,
  remove,
  send,
  update,
} from './rights.ts';
import type { Room } from './rooms.ts';
import { taskWiring } from './task-wiring.ts';

/**
 * Every function: the file AWS enters by (below `functions/`, without `.lambda.ts`), the settings it is given, and what
 * its role may do. This is the whole policy; beside it a role may only write its own log and its traces. The right to send
 * to its dead letters is Lambda's, which hands over in the function's name.
 *
 * A new function is its file and one line here.
 */
export const wiring = {
  CitizenApi: {
    entry: 'api/citizen',
    settings: settings.CitizenApiSettings,
    access: {
      ComplaintTable: [get, query, put, update],
      CityTable: [get, query],
      IdentityTable: [put],
      IdentityKey: keepIdentity,
      // Whether the app that files is told anything.
      Subscriptions: [get],
      // What was uploaded is looked at before it is filed.
      Uploads: ['s3:GetObject'],
      FileKey: readFiles,
      // Each complaint is counted from its filing on.
      StatisticsTable: [put, update],
    },
  },
  // A function of its own: it alone calls servers of others while somebody waits, and writes secrets.
  ChannelAppApi: {
    entry: 'api/channel-app',
    settings: settings.ChannelAppApiSettings,
    access: {
      ComplaintTable: ['dynamodb:BatchGetItem', update],
      Subscriptions: [get, put, remove],
      SigningSecrets: [put, remove],
      AppTopic: ['sns:Subscribe'],
      AppSubscriptions: ['sns:Unsubscribe'],
    },
  },
  OfficialApi: {
    entry: 'api/official',
    settings: settings.OfficialApiSettings,
    access: {
      ComplaintTable: [get, query, 'dynamodb:BatchGetItem', put, update],
      ByHandler: [query],
      ByDepartment: [query],
      CityTable: [get, query],
      // Of all that the city table holds, officials change absences alone.
      Absences: [put],
      CityVersion: [update],
      Uploads: ['s3:GetObject'],
      FileKey: readFiles,
    },
  },
  OperatorApi: {
    entry: 'api/operator',
    settings: settings.OperatorApiSettings,
    access: {
      // What it removes is a need that a person has met; what it updates, a notice that is to be sent anew.
      ComplaintTable: [query, 'dynamodb:BatchGetItem', put, update, remove],
      ByWork: [query],
      CityTable: [get, query, put, update],
      CalendarQueue: [send],
      UserPool: [
        'cognito-idp:AdminCreateUser',
        'cognito-idp:AdminUpdateUserAttributes',
        'cognito-idp:AdminListGroupsForUser',
        'cognito-idp:AdminAddUserToGroup',
        'cognito-idp:AdminRemoveUserFromGroup',
      ],
    },
  },
  AuditorApi: {
    entry: 'api/auditor',
    settings: settings.AuditorApiSettings,
    // Writes too, because each look is itself recorded.
    access: { ComplaintTable: [query, put], CityTable: [get, query] },
  },
  InstitutionApi: {
    entry: 'api/institution',
    settings: settings.InstitutionApiSettings,
    access: { ComplaintTable: [get, query, put, update], ByHandler: [query], CityTable: [get, query] },
  },
  // A function of its own: no other signs addresses of the bucket, which say no more than this role may.
  AttachmentApi: {
    entry: 'api/attachment',
    settings: settings.AttachmentApiSettings,
    access: {
      // What it updates are the desk for a look, and wrong codes.
      ComplaintTable: [get, query, put, update],
      CityTable: [get, query],
      Uploads: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
      CleanFiles: ['s3:GetObject'],
      FileKey: keepFiles,
    },
  },
  KeepFiles: {
    entry: 'attachments/keep-files',
    settings: settings.KeepFilesSettings,
    access: {
      ComplaintTable: [query, put],
      ComplaintStream: readStream,
      Uploads: ['s3:GetObject', 's3:DeleteObject', 's3:DeleteObjectTagging'],
      CleanFiles: ['s3:PutObject'],
      FileKey: keepFiles,
      FileDeadLetters: [send],
    },
  },
  // A function of its own: what is published and what officials see comes from the numbers alone, and it knows no complaint.
  StatisticsApi: {
    entry: 'api/statistics',
    settings: settings.StatisticsApiSettings,
    // What it gets and puts are special results of departments.
    access: { StatisticsTable: [get, query, put], CityTable: [get, query] },
  },
  // A function of its own, because it carries half a megabyte that no other request should wait for.
  DocsApi: { entry: 'api/docs', settings: settings.DocsApiSettings, access: {} },
  ...taskWiring,
  Relay: {
    entry: 'relay/relay',
    settings: settings.RelaySettings,
    access: {
      // What it writes is up to where a complaint's app was told.
      ComplaintTable: [get, query, 'dynamodb:BatchGetItem', update],
      Subscriptions: [query],
      AppTopic: ['sns:Publish'],
      ComplaintStream: readStream,
      ComplaintMachine: ['states:StartExecution', 'states:SendTaskSuccess'],
      RelayQueue: [send, ...consume],
      RelayDeadLetters: [send],
    },
  },
  Sweep: {
    entry: 'relay/sweep',
    settings: settings.SweepSettings,
    access: { ByWork: [query], RelayQueue: [send], SweepDeadLetters: [send] },
  },
  Calendar: {
    entry: 'calendar/calendar',
    settings: settings.CalendarSettings,
    access: {
      ComplaintTable: [get, put, update],
      ByWork: [query],
      CityTable: [get, query, put],
      CalendarQueue: [send, ...consume],
      CalendarDeadLetters: [send],
    },
  },
  AskInstitution: {
    entry: 'institutions/ask-institution',
    settings: settings.InstitutionSettings,
    access: {
      ComplaintTable: [get, query, put, update],
      CityTable: [get, query],
      ComplaintStream: readStream,
      InstitutionQueue: [send, ...consume],
      InstitutionDeadLetters: [send],
    },
  },
  Notices: {
    entry: 'notices/notices',
    settings: settings.NoticeSettings,
    access: {
      // What it puts and removes are the digests that are open, and claims of messages that belong to no complaint.
      ComplaintTable: [get, query, put, update, remove],
      // Every morning it counts all open cases by department.
      ByHandler: ['dynamodb:Scan'],
      ByWork: [query],
      CityTable: [get, query],
      IdentityTable: [get],
      IdentityKey: readIdentity,
      Subscriptions: [get],
      AppTopic: ['sns:Publish'],
      ComplaintStream: readStream,
      NoticeQueue: [send, ...consume],
      NoticeDeadLetters: [send],
      PhoneNumbers: ['sns:Publish'],
      AuditOfficeTopic: ['sns:Publish'],
      OperatorTopic: ['sns:Publish'],
      DutyLeadTopic: ['sns:Publish'],
      MailFrom: ['ses:SendEmail'],
    },
  },
  TellApp: {
    entry: 'channel-apps/tell-app',
    settings: settings.TellAppSettings,
    access: {
      ComplaintTable: ['dynamodb:BatchGetItem', update],
      Subscriptions: [get],
      SigningSecrets: [get],
      AppQueue: [...consume, 'sqs:ChangeMessageVisibility'],
      AppDeadLetters: [send],
    },
  },
  ...emergencyWiring,
  ...fileWiring,
  ...importWiring,
} as const satisfies Readonly<Record<string, Wire>>;

/** The id of a function in CDK, in the template and, for tasks, in the state machine. */
export type FunctionId = keyof typeof wiring;

/** One line of the wiring. */
export type Wire = {
  readonly entry: `${Room}/${string}`;
  readonly settings: { readonly shape: Readonly<Partial<Record<Setting, unknown>>> };
  readonly access: Access;
};

/** A name in the environment of some function. */
export type Setting = {
  [S in keyof typeof settings]: keyof (typeof settings)[S]['shape'];
}[keyof typeof settings];

/** The ids of the functions of a room, in the order of the wiring. */
export function functionsOf(room: Room): FunctionId[] {
  return Object.entries<Wire>(wiring)
    .filter(([, { entry }]) => entry.startsWith(`${room}/`))
    .map(([id]) => id)
    .filter(isFunctionId);
}

function isFunctionId(id: string): id is FunctionId {
  return id in wiring;
}
