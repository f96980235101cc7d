import { describe, expect, test } from 'vitest';
import { functionEnvironment } from '#local/lambda/function-environment.ts';

const keys = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'secret' };
const local = 'http://127.0.0.1:3000';

describe('the environment of a function', () => {
  const definition = (environment: Record<string, string>) =>
    ({ name: 'SendBatch', handler: 'index.handler', memoryMegabytes: 256, environment }) as never;

  test('has the template’s variables and leads every call to the local cloud', () => {
    const made = functionEnvironment(definition({ SMS_REGION: 'ap-northeast-1' }), keys, local);
    expect(made).toMatchObject({
      SMS_REGION: 'ap-northeast-1',
      AWS_ENDPOINT_URL: local,
      AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    });
  });

  test('never leads to a real provider, whatever a template or the machine’s own settings say', () => {
    process.env.AWS_ENDPOINT_URL_SNS = 'https://sns.ap-northeast-1.amazonaws.com';
    try {
      const made = functionEnvironment(
        definition({
          AWS_ENDPOINT_URL: 'https://amazonaws.com',
          AWS_ENDPOINT_URL_SNS: 'https://sns.ap-northeast-1.amazonaws.com',
          AWS_ENDPOINT_URL_SESV2: 'https://email.ap-northeast-2.amazonaws.com',
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
        }),
        keys,
        local,
      );
      const leading = Object.entries(made).filter(([name]) => /ENDPOINT/.test(name));
      expect(leading).toEqual([['AWS_ENDPOINT_URL', local]]);
      expect(Object.values(made).join(' ')).not.toContain('amazonaws.com');
    } finally {
      delete process.env.AWS_ENDPOINT_URL_SNS;
    }
  });
});
