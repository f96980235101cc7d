import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours a finished piece of a line; plain where standard output is no terminal or NO_COLOR is set. */
export const ink = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });
