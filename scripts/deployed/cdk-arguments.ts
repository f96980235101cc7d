import { WrongInput } from './wrong-input.ts';

/** The stack as infra/app.ts names it. */
export const STACK = 'Daedap';

/** What a person can ask the CDK for, and what is always said with it. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  // What changes is shown by `npm run diff`, so a deployment asks nothing.
  deploy: ['--require-approval', 'never'],
  diff: [],
  destroy: [],
};

/** Options that take a city's settings, and the parameter of the template that each is. */
const settings: Readonly<Record<string, string>> = {
  'mail-from': 'MailFrom',
  'sms-region': 'SmsRegion',
  'phone-prefixes': 'AllowedPhonePrefixes',
  'sms-daily-cap-per-number': 'SmsDailyCapPerNumber',
  'sms-daily-cap': 'SmsDailyCap',
};

/** What is expected after each. */
const expected: Readonly<Record<string, string>> = {
  'mail-from': 'an address',
  'sms-region': 'a region',
  'phone-prefixes': 'prefixes such as +82',
  'sms-daily-cap-per-number': 'a number',
  'sms-daily-cap': 'a number',
};

/**
 * The arguments of the CDK's command line.
 *
 * `--mail-from`, `--sms-region` and the limits of SMS become parameters; what is not known here is handed on as it is (`--profile`, `--force` …).
 *
 * @throws WrongInput when no region is named: the CDK would take us-east-1 without a word
 */
export function cdkArguments(verb: string, args: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const always = verbs[verb];
  if (always === undefined) throw new WrongInput(`'${verb}' is unknown, expected ${Object.keys(verbs).join(', ')}`);
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE } = environment;
  const hasProfile = AWS_PROFILE !== undefined || args.some((each) => /^--profile(=|$)/.test(each));
  if (!hasProfile && (AWS_REGION ?? AWS_DEFAULT_REGION ?? '') === '') {
    throw new WrongInput('no region is named, expected AWS_REGION (ap-northeast-2 is Seoul) or a profile that has one');
  }
  const given = args.flatMap((each, at) => settingOf(each, args[at + 1]));
  const handedOn = args.filter((each, at) => !isSetting(each) && !isSeparate(args[at - 1]));
  return [verb, STACK, ...always, ...given, ...handedOn];
}

function settingOf(argument: string, next: string | undefined): string[] {
  const [, name = '', value = next] = /^--([a-z-]+)(?:=(.*))?$/.exec(argument) ?? [];
  const parameter = settings[name];
  if (parameter === undefined) return [];
  if (value === undefined || value === '' || value.startsWith('--')) {
    throw new WrongInput(`--${name} has no value, expected ${expected[name]} after it`);
  }
  return ['--parameters', `${parameter}=${value}`];
}

function isSetting(argument: string): boolean {
  return Object.keys(settings).some((name) => argument === `--${name}` || argument.startsWith(`--${name}=`));
}

/** Whether the argument before was a setting whose value stands apart. */
function isSeparate(before: string | undefined): boolean {
  return before !== undefined && isSetting(before) && !before.includes('=');
}
