import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { operatorOperations } from '#schemas/api/operator.ts';
import { OperatorApiSettings } from '#schemas/settings.ts';
import { callOffHoliday, putHoliday } from './operator/change-calendar.ts';
import { putDepartment, putInstitution, putKind, putPerson } from './operator/keep-record.ts';
import { listQueue, resumeComplaint } from './operator/queue.ts';
import { endRoutingRule, listRoutingRules } from './operator/routing-rules.ts';
import { listUndeliveredNotices, resendNotice } from './operator/undelivered.ts';

const settings = settingsOf(OperatorApiSettings);

export const handler = apiFunction(operatorOperations, {
  putDepartment: (request) => putDepartment(settings, request),
  putPerson: (request) => putPerson(settings, request),
  putKind: (request) => putKind(settings, request),
  listRoutingRules: (request) => listRoutingRules(settings.CITY_TABLE, request),
  endRoutingRule: (request) => endRoutingRule(settings.CITY_TABLE, request),
  putInstitution: (request) => putInstitution(settings, request),
  putHoliday: (request) => putHoliday(settings, request),
  callOffHoliday: (request) => callOffHoliday(settings, request),
  listQueue: (request) => listQueue(settings.COMPLAINT_TABLE, request),
  resumeComplaint: (request) => resumeComplaint(settings.COMPLAINT_TABLE, request),
  listUndelivered: (request) => listUndeliveredNotices(settings.COMPLAINT_TABLE, request),
  resendNotice: (request) => resendNotice(settings.COMPLAINT_TABLE, request),
});
