import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { oneTimeCode, untilNextCode } from './one-time-code.ts';
import type { Answers } from './sign-in.ts';
import { WrongInput } from './wrong-input.ts';

/**
 * The answers of whoever sits at the terminal; those that the environment has are not asked.
 *
 * DAEDAP_PASSWORD is the password, DAEDAP_TOKEN_SECRET the software token's secret. A new password is always asked.
 */
export function terminalAnswers(id: string, environment: NodeJS.ProcessEnv): Answers {
  const { DAEDAP_PASSWORD: password, DAEDAP_TOKEN_SECRET: known } = environment;
  const ask = (words: string): Promise<string> => asked(words, true);
  return {
    password: async () => password ?? ask(`Password of ${id}: `),
    newPassword: async () => {
      const first = await ask('A new password of your own (12 characters or more, all four sorts): ');
      if ((await ask('Again: ')) === first) return first;
      throw new WrongInput('the two passwords differ: run the command again');
    },
    code: async (secret) => {
      if (secret !== undefined) {
        process.stdout.write(`Add this to your authenticator app, it is shown once: ${otpAddress(id, secret)}\n`);
        return asked('The six digits it shows now: ');
      }
      return known === undefined ? asked('The six digits of your authenticator app: ') : oneTimeCode(known, Date.now());
    },
    nextCode: async () => {
      if (known === undefined) return asked('That code is used up; the next six digits: ');
      await pause(untilNextCode(Date.now()));
      return oneTimeCode(known, Date.now());
    },
  };
}

/** What authenticator apps read, also as a QR code: `otpauth://totp/…`. */
export function otpAddress(id: string, secret: string): string {
  return `otpauth://totp/Daedap:${id}?secret=${secret}&issuer=Daedap`;
}

async function asked(words: string, isSecret = false): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new WrongInput(`nobody is at the terminal to be asked: set DAEDAP_PASSWORD and DAEDAP_TOKEN_SECRET`);
  }
  process.stdout.write(words);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: isSecret ? silent : process.stdout, terminal: true });
  try {
    return (await lines.question('')).trim();
  } finally {
    lines.close();
    if (isSecret) process.stdout.write('\n');
  }
}
