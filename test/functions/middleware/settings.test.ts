import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { settingsOf } from '#functions/middleware/settings.ts';

const Settings = z.object({ COMPLAINT_TABLE: z.string().min(1), RELAY_QUEUE_URL: z.url() });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the settings of a function', () => {
  it('are those of its schema, from its environment', () => {
    vi.stubEnv('COMPLAINT_TABLE', 'complaints');
    vi.stubEnv('RELAY_QUEUE_URL', 'https://sqs.example/relay');
    expect(settingsOf(Settings)).toEqual({
      COMPLAINT_TABLE: 'complaints',
      RELAY_QUEUE_URL: 'https://sqs.example/relay',
    });
  });

  it('that are missing or malformed are named, without their values', () => {
    vi.stubEnv('COMPLAINT_TABLE', undefined);
    vi.stubEnv('RELAY_QUEUE_URL', 'secret');
    expect(() => settingsOf(Settings)).toThrow(
      'settings of this function: COMPLAINT_TABLE: Invalid input: expected string, received undefined; RELAY_QUEUE_URL: Invalid URL',
    );
  });
});
