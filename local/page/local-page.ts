import type { IncomingMessage, ServerResponse } from 'node:http';
import { NotQuiet } from '#local/clock/quiet.ts';
import { AdvanceUnderWay, type VirtualClock } from '#local/clock/virtual-clock.ts';
import { readClockRequest } from '#local/control-door/clock-request.ts';
import { Problem } from '#local/control-door/problem.ts';
import type { Outbox } from '#local/outbox/outbox.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { clockView } from './clock-view.ts';
import { executionPath, executionsTable, historyTable, pathDrawing, statusOf } from './execution-view.ts';
import { Executions, type States } from './executions.ts';
import { escaped, type Html, page, send, sendOn } from './html.ts';
import { outboxView } from './outbox-view.ts';
import { pageStyle } from './page-style.ts';

type Parts = { readonly clock: VirtualClock; readonly outbox: Outbox; readonly states: States };

const LATEST = 20;
const MESSAGES = 200;
const LARGEST_FORM_BYTES = 1024;

/**
 * What the local cloud adds to a page at `/`: its clock, its outbox and its executions. Below `/_local/page`.
 *
 * No AWS page: it stands for the consoles one would have open. It knows executions, messages and time, and nothing of what they are about.
 */
export class LocalPage {
  readonly #parts: Parts;
  readonly #executions: Executions;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#executions = new Executions(parts.states);
  }

  /** Answers a request; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const asked = `${request.method} ${pathname.replace(/^\/_local\/page\/?/, '')}`;
      if (asked === 'GET ') send(response, 200, await this.#fragment());
      else if (asked === 'GET page.css') send(response, 200, pageStyle, 'text/css');
      else if (asked === 'GET execution') send(response, 200, await this.#execution(searchParams.get('arn') ?? ''));
      else if (asked === 'POST clock') {
        await this.#moveClock(request);
        sendOn(response, '/#clock');
      } else throw new Problem(404, 'unknown-path', `${pathname} does not exist`);
    } catch (error) {
      const { status, message } = told(error);
      send(response, status, page('This could not be done', `<p>${escaped(message)}</p>`));
    }
  }

  async #fragment(): Promise<Html> {
    const { clock, outbox } = this.#parts;
    const executions = await this.#executions.latest(LATEST);
    const [newest] = executions;
    return `<link rel="stylesheet" href="/_local/page/page.css">
<div class="local" lang="en">
<section aria-labelledby="clock">
<h2 id="clock">Clock</h2>
${clockView({ now: clock.now(), isRunning: clock.isRunning })}
</section>
<section aria-labelledby="executions">
<h2 id="executions">The last ${LATEST} executions</h2>
${executionsTable(executions)}
${newest === undefined ? '' : await this.#newest(newest.arn)}
</section>
<section aria-labelledby="outbox">
<h2 id="outbox">What was sent</h2>
${outboxView(outbox.latest(MESSAGES))}
</section>
</div>
`;
  }

  async #newest(arn: string): Promise<Html> {
    const story = await this.#executions.story(arn);
    return `<h3>The newest one: <a href="${escaped(executionPath(story))}">${escaped(story.name)}</a></h3>\n${pathDrawing(story)}`;
  }

  async #execution(arn: string): Promise<Html> {
    const story = await this.#executions.story(arn);
    const body = `<p>${statusOf(story)} · state machine ${escaped(story.machine)} · ${story.events.length} events</p>
<section aria-labelledby="taken"><h2 id="taken">The path it took</h2>
${pathDrawing(story)}
</section>
<section aria-labelledby="history"><h2 id="history">Its history</h2>
${historyTable(story)}
</section>`;
    return page(`Execution ${story.name}`, body);
  }

  async #moveClock(request: IncomingMessage): Promise<void> {
    // A page from elsewhere that the reader has open could post a form, too.
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      throw new Problem(403, 'other-site', `the clock is moved from its own page, found a form of a ${site} page`);
    const form = new URLSearchParams(await formOf(request));
    const body = Object.fromEntries(
      [...form].map(([name, value]) => [name, name === 'running' ? value === 'true' : value]),
    );
    const { clock } = this.#parts;
    if (clock.isAdvancing) throw new AdvanceUnderWay();
    const wanted = readClockRequest(body, clock.now());
    if (wanted.kind === 'run') await clock.setRunning(wanted.running);
    else await clock.advanceTo(Math.max(wanted.to, clock.now()));
  }
}

async function formOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_FORM_BYTES) throw new Problem(413, 'too-large', 'the form is longer than 1024 bytes');
  }
  return text;
}

function told(error: unknown): { status: number; message: string } {
  if (error instanceof Problem) return error;
  if (error instanceof AwsError) return { status: 404, message: error.message };
  if (error instanceof AdvanceUnderWay) return { status: 409, message: error.message };
  if (error instanceof NotQuiet)
    return { status: 503, message: `After 60 seconds still busy: ${error.busy.slice(0, 20).join(', ')}` };
  process.emitWarning(error instanceof Error ? error : String(error));
  return { status: 500, message: error instanceof Error ? error.message : String(error) };
}
