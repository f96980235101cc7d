import * as settings from '#schemas/settings.ts';
import { get, put, query } from './rights.ts';

/**
 * The functions that give files: of their own, because they carry what writes those files, and the first alone reads every
 * list.
 */
export const fileWiring = {
  ExportApi: {
    entry: 'api/exports',
    settings: settings.ExportApiSettings,
    access: {
      // What it puts is that a list was taken out, and the look at a history.
      ComplaintTable: [query, 'dynamodb:BatchGetItem', put],
      ByHandler: [query],
      ByDepartment: [query],
      ByWork: [query],
      CityTable: [get, query],
      EmergencyTable: [get, query],
      DeliveryTable: [query],
      StatisticsTable: [query],
    },
  },
  PrintApi: {
    entry: 'api/print',
    settings: settings.PrintApiSettings,
    // What it puts is that a case was printed.
    access: { ComplaintTable: [query, put], CityTable: [get, query] },
  },
} as const;
