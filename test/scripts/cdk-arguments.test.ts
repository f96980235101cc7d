import { describe, expect, test } from 'vitest';
import { cdkArguments } from '#scripts/deployed/cdk-arguments.ts';

const seoul = { AWS_REGION: 'ap-northeast-2' };

describe('the command line of the CDK', () => {
  test('deploys without a question, with the city’s two settings as parameters and the rest handed on', () => {
    expect(
      cdkArguments(
        'deploy',
        ['--mail-from', 'no-reply@city.example', '--sms-region=ap-southeast-1', '--verbose'],
        seoul,
      ),
    ).toEqual([
      'deploy',
      'Daedap',
      '--require-approval',
      'never',
      '--parameters',
      'MailFrom=no-reply@city.example',
      '--parameters',
      'SmsRegion=ap-southeast-1',
      '--verbose',
    ]);
    expect(cdkArguments('destroy', ['--force'], seoul)).toEqual(['destroy', 'Daedap', '--force']);
  });

  test('takes the region of a profile', () => {
    expect(cdkArguments('diff', ['--profile', 'city'], {})).toEqual(['diff', 'Daedap', '--profile', 'city']);
    expect(cdkArguments('diff', [], { AWS_PROFILE: 'city' })).toEqual(['diff', 'Daedap']);
  });

  test.each([
    ['deploy', [], {}, 'no region is named, expected AWS_REGION (ap-northeast-2 is Seoul) or a profile that has one'],
    ['deploy', ['--mail-from'], seoul, '--mail-from has no value, expected an address after it'],
    ['deploy', ['--sms-region', '--verbose'], seoul, '--sms-region has no value, expected a region after it'],
    ['erase', [], seoul, "'erase' is unknown, expected deploy, diff, destroy"],
  ])('%s %j refuses', (verb, args, environment, words) => {
    expect(() => cdkArguments(verb, args, environment)).toThrow(words);
  });
});
