import { EmergencySettings } from '#schemas/emergency-settings.ts';
import table from '../tables/emergency.json' with { type: 'json' };

/** What is taken until the operators set what their account has. */
export const defaultSettings: EmergencySettings = EmergencySettings.parse(table.settings);

/** How many deliveries are claimed and sent together: what a sudden death leaves uncertain at most. */
export const chunkSize: number = table.chunk;

/** How often a Map is gone through for those whom nobody reached, at most. */
export const lapsAtMost: number = table.lapsAtMost;
