import { listCity } from '#functions/aws/city-table.ts';
import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { citizenOperations } from '#schemas/api/citizen.ts';
import { filingDeskOperations } from '#schemas/api/filing-desk.ts';
import openapi from '#schemas/api/openapi.json' with { type: 'json' };
import { waysToFile } from '#schemas/identity.ts';
import { CitizenApiSettings } from '#schemas/settings.ts';
import { chooseNotices } from './citizen/choose-notices.ts';
import { fileComplaint } from './citizen/file-complaint.ts';
import { fileForCaller } from './citizen/file-for-caller.ts';
import { listHolidays } from './citizen/list-holidays.ts';
import { sayAsPetitioner } from './citizen/say-as-petitioner.ts';
import { readPageFile, showCity } from './citizen/show-city.ts';
import { trackComplaint } from './citizen/track-complaint.ts';

const settings = settingsOf(CitizenApiSettings);
const { CITY_TABLE } = settings;

export const handler = apiFunction([...citizenOperations, ...filingDeskOperations], {
  fileComplaint: (request) => fileComplaint(settings, request),
  fileForCaller: (request) => fileForCaller(settings, request),
  trackComplaint: (request) => trackComplaint(settings, request),
  rateAnswer: (request) => sayAsPetitioner(settings, request, { kind: 'rating', ...request.body }),
  withdrawComplaint: (request) => sayAsPetitioner(settings, request, { kind: 'withdrawal', ...request.body }),
  giveSupplement: (request) =>
    sayAsPetitioner(settings, request, { kind: 'supplement', text: request.body.text }, request.body.attachments),
  correctWords: (request) => sayAsPetitioner(settings, request, { kind: 'correction', words: request.body }),
  askAgain: (request) =>
    sayAsPetitioner(settings, request, { kind: 'question', text: request.body.text }, request.body.attachments),
  chooseNotices: (request) => chooseNotices(settings.COMPLAINT_TABLE, request),
  listHolidays: ({ at }) => listHolidays(CITY_TABLE, at),
  listKinds: async () => ({ body: { items: await listCity(CITY_TABLE, 'kind') } }),
  listIdentities: async () => ({ body: { items: waysToFile } }),
  describeApi: async () => ({ body: openapi }),
  showCity: (request) => showCity(CITY_TABLE, request),
  readPageFile,
});
