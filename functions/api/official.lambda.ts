import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { officialOperations } from '#schemas/api/official.ts';
import { OfficialApiSettings } from '#schemas/settings.ts';
import { answerComplaint } from './official/answer-complaint.ts';
import { classifyComplaint } from './official/classify-complaint.ts';
import { listMyComplaints } from './official/list-my-complaints.ts';
import { readCase } from './official/read-case.ts';

const settings = settingsOf(OfficialApiSettings);

export const handler = apiFunction(officialOperations, {
  listMyComplaints: (request) => listMyComplaints(settings.COMPLAINT_TABLE, request),
  readCase: (request) => readCase(settings, request),
  answerComplaint: (request) => answerComplaint(settings, request),
  classifyComplaint: (request) => classifyComplaint(settings, request),
});
