import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { termDays } from '#rules/clock/supplement-term.ts';
import { deskOperations } from '#schemas/api/desk.ts';
import { officialOperations } from '#schemas/api/official.ts';
import { OfficialApiSettings } from '#schemas/settings.ts';
import { refuseAsInstitution } from './institution/say-as-institution.ts';
import { endAbsence, putAbsence, readMyAbsence } from './official/absence.ts';
import { approveAnswer } from './official/approve-answer.ts';
import { classifyComplaint } from './official/classify-complaint.ts';
import { listDepartment } from './official/list-department.ts';
import { listInstitutions } from './official/list-institutions.ts';
import { listMyComplaints } from './official/list-my-complaints.ts';
import { readCase } from './official/read-case.ts';
import { readChanges } from './official/read-changes.ts';
import { sayToCase } from './official/say-to-case.ts';
import { searchComplaints } from './official/search-complaints.ts';
import { transferComplaint } from './official/transfer-complaint.ts';

const settings = settingsOf(OfficialApiSettings);

export const handler = apiFunction([...officialOperations, ...deskOperations], {
  listMyComplaints: (request) => listMyComplaints(settings, request),
  readCase: (request) => readCase(settings, request),
  answerComplaint: (request) =>
    sayToCase(settings, request, { kind: 'answer', text: request.body.text }, request.body.attachments),
  classifyComplaint: (request) => classifyComplaint(settings, request),
  transferComplaint: (request) => transferComplaint(settings, request),
  refuseTransfer: (request) =>
    request.caller.groups.includes('institution')
      ? refuseAsInstitution(settings, request)
      : sayToCase(settings, request, { kind: 'refusal', reason: request.body.reason }),
  approveAnswer: (request) => approveAnswer(settings, request),
  extendDeadline: (request) => sayToCase(settings, request, { kind: 'extension', ...request.body }),
  requestSupplement: (request) =>
    sayToCase(settings, request, {
      kind: 'supplement-request',
      text: request.body.text,
      termDays: request.body.termDays ?? termDays,
    }),
  closeComplaint: (request) => sayToCase(settings, request, { kind: 'closure', reason: request.body.reason }),
  putAbsence: (request) => putAbsence(settings, request),
  endAbsence: (request) => endAbsence(settings, request),
  readMyAbsence: (request) => readMyAbsence(settings, request),
  listDepartmentComplaints: (request) => listDepartment(settings, request),
  searchComplaints: (request) => searchComplaints(settings, request),
  readChanges: (request) => readChanges(settings, request),
  listInstitutions: () => listInstitutions(settings.CITY_TABLE),
});
