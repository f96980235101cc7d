import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { institutionOperations } from '#schemas/api/institution.ts';
import { InstitutionApiSettings } from '#schemas/settings.ts';
import { readByCode, sayByCode } from './institution/by-code.ts';
import { listTransfers } from './institution/list-transfers.ts';
import { readTransferFile, showTransferPage } from './institution/page/show-page.ts';
import { sayAsInstitution } from './institution/say-as-institution.ts';

const settings = settingsOf(InstitutionApiSettings);

export const handler = apiFunction(institutionOperations, {
  listMyTransfers: (request) => listTransfers(settings, request),
  acceptTransfer: (request) =>
    sayAsInstitution(settings, request, { kind: 'acceptance', reference: request.body.reference }),
  readTransfer: (request) => readByCode(settings, request),
  acceptByCode: (request) => sayByCode(settings, request, { kind: 'acceptance', reference: request.body.reference }),
  refuseByCode: (request) => sayByCode(settings, request, { kind: 'outside-refusal', reason: request.body.reason }),
  showTransferPage,
  readTransferFile,
});
