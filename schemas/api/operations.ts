import { attachmentOperations } from '#schemas/api/attachment.ts';
import { auditorOperations } from '#schemas/api/auditor.ts';
import { channelAppOperations } from '#schemas/api/channel-app.ts';
import { citizenOperations } from '#schemas/api/citizen.ts';
import { deskOperations } from '#schemas/api/desk.ts';
import { docsOperations } from '#schemas/api/docs.ts';
import { emergencyOperations } from '#schemas/api/emergency.ts';
import { exportOperations } from '#schemas/api/exports.ts';
import { filingDeskOperations } from '#schemas/api/filing-desk.ts';
import { importOperations } from '#schemas/api/imports.ts';
import { institutionOperations } from '#schemas/api/institution.ts';
import { officialOperations } from '#schemas/api/official.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { operatorOperations } from '#schemas/api/operator.ts';
import { printOperations } from '#schemas/api/print.ts';
import { registrationOperations } from '#schemas/api/registration.ts';
import { statisticsOperations } from '#schemas/api/statistics.ts';

/** Every operation of the public API, version 1. */
export const operations: readonly Operation[] = [
  ...citizenOperations,
  ...channelAppOperations,
  ...filingDeskOperations,
  ...officialOperations,
  ...deskOperations,
  ...exportOperations,
  ...printOperations,
  ...operatorOperations,
  ...auditorOperations,
  ...docsOperations,
  ...institutionOperations,
  ...emergencyOperations,
  ...registrationOperations,
  ...attachmentOperations,
  ...statisticsOperations,
  ...importOperations,
];
