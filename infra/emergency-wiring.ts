import * as settings from '#schemas/settings.ts';
import { get, put, query, readStream, remove, send, update } from './rights.ts';

const batchRead = 'dynamodb:BatchGetItem';
// What every step of a message to many does: reads it, changes it with an entry of its story.
const ofMessage = [get, put] as const;
const messageStep = { settings: settings.MessageStepSettings, access: { EmergencyTable: ofMessage } } as const;

/** The functions of messages to many, a part of the wiring: read as that is. */
export const emergencyWiring = {
  EmergencyApi: {
    entry: 'api/emergency',
    settings: settings.EmergencyApiSettings,
    // It sees no address: of the registered it knows ids alone.
    access: { EmergencyTable: [get, query, put], DeliveryTable: [query], CityTable: [get] },
  },
  // A function of its own, because it alone writes addresses and sends codes to them, for people nobody knows yet.
  RegistrationApi: {
    entry: 'api/registration',
    settings: settings.RegistrationApiSettings,
    access: { RegistryTable: [get, put, update, remove], PhoneNumbers: ['sns:Publish'], MailFrom: ['ses:SendEmail'] },
  },
  Draft: { entry: 'emergency/draft', ...messageStep },
  DryRun: {
    entry: 'emergency/dry-run',
    settings: settings.AudienceStepSettings,
    access: { EmergencyTable: [get, query, put], RegistryTable: [query], DeliveryTable: [query] },
  },
  Heed: { entry: 'emergency/heed', ...messageStep },
  FreezeAudience: {
    entry: 'emergency/freeze-audience',
    settings: settings.FreezeSettings,
    access: {
      EmergencyTable: [get, query, put],
      RegistryTable: [query],
      DeliveryTable: [query],
      Audiences: ['s3:PutObject'],
    },
  },
  Announce: {
    entry: 'emergency/announce',
    settings: settings.AnnounceSettings,
    access: {
      EmergencyTable: ofMessage,
      EmergencyOfficialsTopic: ['sns:Publish'],
      EmergencyAppsTopic: ['sns:Publish'],
    },
  },
  SendBatch: {
    entry: 'emergency/send-batch',
    settings: settings.SendBatchSettings,
    access: {
      EmergencyTable: ofMessage,
      RegistryTable: [batchRead],
      DeliveryTable: [batchRead, put],
      PhoneNumbers: ['sns:Publish'],
      MailFrom: ['ses:SendEmail'],
    },
  },
  Report: {
    entry: 'emergency/report',
    settings: settings.MessageStepSettings,
    access: { EmergencyTable: [get, query, put] },
  },
  StopMessage: { entry: 'emergency/stop-message', ...messageStep },
  EmergencyRelay: {
    entry: 'relay/emergency-relay',
    settings: settings.EmergencyRelaySettings,
    access: {
      EmergencyTable: [get, query],
      EmergencyStream: readStream,
      EmergencyMachine: ['states:StartExecution', 'states:SendTaskSuccess'],
      EmergencyDeadLetters: [send],
    },
  },
} as const;
