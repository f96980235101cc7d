/*
 * `npm run newcomer [-- <repository>]`: plays somebody who has never seen this, and says how long each step took.
 *
 * A fresh clone into an empty folder; the README's first command; each printed `curl`; the page, every link on it, axe-core on
 * `/` and `/docs`; the demo; the README's second command (left out with --without-tests). CHROMIUM names another browser than
 * Debian's. What is not committed is not cloned.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './require-node.mjs';

const args = process.argv.slice(2);
const repository = args.find((word) => !word.startsWith('--')) ?? root;
const folder = mkdtempSync(join(tmpdir(), 'daedap-newcomer-'));
const clone = join(folder, 'daedap');
const environment = { ...process.env, PORT: process.env.PORT ?? '3000' };
const readme = () => readFileSync(join(clone, 'README.md'), 'utf8');
/** The README's two commands: the lines that begin with `npm ci`, without their remarks. */
const commands = () => [...readme().matchAll(/^ {4}(npm ci.*?)\s*(?:#.*)?$/gm)].map(([, command]) => command);

/** Runs a command to its end; what it says is shown only when it fails. */
async function run(command, { cwd = clone, env = environment } = {}) {
  const child = spawn('bash', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new Error(`\`${command}\` ended with ${code}:\n${said.slice(-3000)}`);
  return said;
}

/** Starts the city as the README says, and waits until it has said everything. */
async function start(command) {
  const child = spawn('bash', ['-c', command], {
    cwd: clone,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  const up = new Promise((done, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
        if (/Daedap is up at [\s\S]*Ctrl-C stops it/.test(said)) done();
      });
    }
    child.on('close', () => failed(new Error(`\`${command}\` ended:\n${said.slice(-3000)}`)));
  });
  try {
    await up;
  } catch (error) {
    stop(child);
    throw error;
  }
  return { child, said, url: /Daedap is up at (\S+)/.exec(said)[1] };
}

function stop(child) {
  if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGINT');
}

/** The printed commands that call the city, in their order; they are pasted into one shell. */
function printedCurls(said) {
  const lines = said.split('\n');
  const blocks = [];
  for (const [index, line] of lines.entries()) {
    if (!/^(\w+=\$\()?curl /.test(line)) continue;
    let end = index;
    while (lines[end].endsWith('\\')) end += 1;
    blocks.push(lines.slice(index, end + 1).join('\n'));
  }
  return blocks;
}

async function followLinks(page, url) {
  const hrefs = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.href));
  const links = [...new Set(hrefs.map((href) => href.split('#')[0]))].filter((href) => href.startsWith(url));
  const broken = [];
  for (const link of links) {
    const { status } = await fetch(link);
    if (status !== 200) broken.push(`${link} answered ${status}`);
  }
  if (broken.length > 0) throw new Error(`broken links: ${broken.join(', ')}`);
  const outside = hrefs.filter((href) => !href.startsWith(url));
  if (outside.length > 0) throw new Error(`links that lead elsewhere: ${outside.join(', ')}`);
  return `${links.length} links`;
}

const steps = [];
/** One step: does it, says its seconds, keeps what it gave. */
async function step(name, work) {
  const startedAt = performance.now();
  const told = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  steps.push(seconds);
  process.stdout.write(`${seconds.toFixed(1).padStart(7)} s  ${name}${typeof told === 'string' ? ` · ${told}` : ''}\n`);
  return told;
}

let city;
let browser;
try {
  await step(
    'clone into an empty folder',
    async () => void (await run(`git clone --quiet '${repository}' daedap`, { cwd: folder })),
  );
  const [first, second] = commands();
  if (first === undefined || second === undefined)
    throw new Error('the README has not two commands that begin with npm ci');
  const [install, ...rest] = first.split(' && ');
  await step(install, async () => void (await run(install)));
  city = await step(rest.join(' && '), () => start(rest.join(' && ')));
  await step('the printed curls, pasted', async () => {
    const curls = printedCurls(city.said);
    const answers = (await run(`set -e\n${curls.join('\n')}`)).trim().split('\n');
    const numbers = new Set(answers.map((answer) => JSON.parse(answer).number));
    if (curls.length !== 2 || answers.length !== 2 || numbers.size !== 1 || numbers.has(undefined))
      throw new Error(`${curls.length} curls, which answered ${answers.join('\n')}`);
    return `${[...numbers][0]} filed and followed`;
  });
  const { barriers, hasChromium, openBrowser, visit } = await import(
    pathToFileURL(join(clone, 'test', 'browser', 'chromium.ts')).href
  );
  if (!hasChromium)
    process.stdout.write('skipped: the pages, because there is no Chromium: apt-get install chromium\n');
  else {
    browser = await openBrowser();
    for (const path of ['/', '/docs']) {
      await step(`${path} in a browser`, async () => {
        const { page, requests, errors } = await visit(browser, `${city.url}${path}`);
        const foreign = requests.filter((url) => !url.startsWith(city.url) && !url.startsWith('data:'));
        const found = [...errors, ...foreign, ...(await barriers(page))];
        if (found.length > 0) throw new Error(`${path}: ${found.join('\n')}`);
        return `axe-core finds nothing, ${path === '/' ? await followLinks(page, city.url) : 'nothing from outside'}`;
      });
    }
  }
  await step('npm run demo', async () => {
    const said = await run('npm run --silent demo');
    const sums = said.split('\n').filter((line) => line.trim().startsWith('✓')).length;
    if (sums === 0) throw new Error(`the demo shows no sum that holds:\n${said.slice(-1500)}`);
    return `${sums} sums hold`;
  });
  await step('Ctrl-C', async () => {
    const ended = new Promise((done) => city.child.on('close', done));
    stop(city.child);
    await ended;
  });
  if (!args.includes('--without-tests')) await step(second, async () => void (await run(second)));
  process.stdout.write(
    `${steps
      .reduce((sum, seconds) => sum + seconds, 0)
      .toFixed(1)
      .padStart(7)} s  in all\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await browser?.close();
  if (city !== undefined) stop(city.child);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
