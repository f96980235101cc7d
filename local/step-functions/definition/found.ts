/** Notes a fault: AWS's code, its words, and where in the definition. */
export type Found = (code: string, message: string, location?: string) => void;

/** AWS's code for whatever the shape of a definition does not allow. */
export const SCHEMA = 'SCHEMA_VALIDATION_FAILED';
