/** A command of the AWS CLI as it stands in a document. */
export type AwsCommand = {
  /** The shell variable that its output is put into, if any. */
  readonly variable: string | undefined;
  readonly service: string;
  /** In PascalCase: `ListExecutions`. */
  readonly operation: string;
  /** By option, without the dashes: `state-machine-arn`. */
  readonly options: ReadonlyMap<string, string | boolean>;
  /** What `sed` makes of its output, as [pattern, replacement]. */
  readonly sed: readonly [string, string] | undefined;
};

/** Every `aws` command in the shell parts of a document, with `$NAMES` not yet filled in. */
export function awsCommands(markdown: string): AwsCommand[] {
  const shells = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, shell = '']) => shell);
  return shells.flatMap((shell) =>
    shell
      .split('\n')
      .filter((line) => /(^|\()aws /.test(line))
      .map(readCommand),
  );
}

function readCommand(line: string): AwsCommand {
  const [, variable, inside = line] = /^(\w+)=\$\((.*)\)$/.exec(line) ?? [];
  const [command = '', pipe] = inside.split(' | ');
  const [, pattern, replacement] = /^sed 's\/(.*)\/(.*)\/'$/.exec(pipe ?? '') ?? [];
  const [, service = '', verb = '', ...rest] = words(command);
  const options = new Map<string, string | boolean>();
  for (const [index, word] of rest.entries()) {
    if (!word.startsWith('--')) continue;
    const next = rest[index + 1];
    if (next !== undefined && !next.startsWith('--')) options.set(word.slice(2), next);
    else if (word.startsWith('--no-')) options.set(word.slice(5), false);
    else options.set(word.slice(2), true);
  }
  return {
    variable,
    service,
    operation: pascal(verb),
    options,
    sed: pattern === undefined ? undefined : [pattern, replacement ?? ''],
  };
}

/** A command's words: single quotes as they are, double quotes with `\"` undone. */
function words(command: string): string[] {
  const found = command.matchAll(/'([^']*)'|"((?:\\.|[^"\\])*)"|(\S+)/g);
  return [...found].map(([, single, double, bare]) => single ?? double?.replaceAll('\\"', '"') ?? bare ?? '');
}

/** The options as an operation's input, in the service's own case, without what is the CLI's own. */
export function inputOf(
  { service, options }: AwsCommand,
  variables: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const own = [...options].filter(([name]) => !['query', 'output', 'endpoint-url'].includes(name));
  return Object.fromEntries(
    own.map(([name, value]) => {
      const member =
        service === 'stepfunctions' ? pascal(name).replace(/^./, (first) => first.toLowerCase()) : pascal(name);
      return [member, typeof value === 'string' ? argumentOf(filled(value, variables)) : value];
    }),
  );
}

/** What `--query` picks: member names and `[n]`. */
export function picked(answer: unknown, query: string): unknown {
  return query
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>(
      (value, step) => (typeof value === 'object' && value !== null ? Object(value)[step] : undefined),
      answer,
    );
}

function filled(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$([A-Z]+)/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`nothing has set $${name}`);
    return value;
  });
}

function argumentOf(text: string): unknown {
  if (/^\d+$/.test(text)) return Number(text);
  return text.startsWith('{') ? JSON.parse(text) : text;
}

function pascal(words: string): string {
  return words.replaceAll(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
