import * as settings from '#schemas/settings.ts';
import { get, put, query, readStream, send, update } from './rights.ts';

const readObject = 's3:GetObject';
const writeObject = 's3:PutObject';
const removeObject = 's3:DeleteObject';

/** The functions of imports, a part of the wiring: read as that is. */
export const importWiring = {
  ImportsApi: {
    entry: 'api/imports',
    settings: settings.ImportsApiSettings,
    // The addresses it signs can do what it can: upload a file, download a report.
    access: {
      ImportTable: [get, put],
      CityTable: [query],
      ImportFiles: [readObject, writeObject],
      ImportReports: [readObject],
    },
  },
  InspectFile: {
    entry: 'imports/inspect-file',
    settings: settings.ImportStepSettings,
    access: { ImportTable: [get, put], ImportFiles: [readObject] },
  },
  ReadRows: {
    entry: 'imports/read-rows',
    settings: settings.ReadRowsSettings,
    access: {
      ImportTable: [get, put],
      CityTable: [query],
      ImportFiles: [readObject],
      ImportRows: [writeObject],
      ImportParts: [writeObject],
    },
  },
  FileRows: {
    entry: 'imports/file-rows',
    settings: settings.FileRowsSettings,
    access: {
      ImportTable: [get, put, update],
      ImportRows: [readObject],
      ComplaintTable: [get, put],
      StatisticsTable: [put, update],
    },
  },
  ReportImport: {
    entry: 'imports/report-import',
    settings: settings.ImportStepSettings,
    access: {
      ImportTable: [get, query, put],
      ImportFiles: [removeObject],
      ImportRows: [readObject, removeObject],
      ImportParts: [removeObject],
      ImportReports: [writeObject],
    },
  },
  StopImport: {
    entry: 'imports/stop-import',
    settings: settings.StopImportSettings,
    access: { ImportTable: [get, put], ImportDeadLetters: [send] },
  },
  ImportRelay: {
    entry: 'relay/import-relay',
    settings: settings.ImportRelaySettings,
    access: {
      ImportTable: [get],
      ImportStream: readStream,
      ImportMachine: ['states:StartExecution'],
      ImportDeadLetters: [send],
    },
  },
} as const;
