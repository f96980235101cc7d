import { join, resolve } from 'node:path';
import { Quiet } from '#local/clock/quiet.ts';
import { VirtualClock } from '#local/clock/virtual-clock.ts';
import { ControlDoor } from '#local/control-door/control-door.ts';
import { fixtureRoom } from '#local/control-door/fixture-room.ts';
import { FrontDoor, type Rooms } from '#local/control-door/front-door.ts';
import { sendJson } from '#local/control-door/problem.ts';
import { Journal } from '#local/journal/journal.ts';
import { LocalPage } from '#local/page/local-page.ts';
import { readAssembly, type TemplateSource } from '#local/template/assembly.ts';
import { type Stack, Template } from '#local/template/template.ts';
import { isAwsRequest } from '#local/wire/aws-door.ts';
import { lockHome } from './home-lock.ts';
import { checkSameHome } from './home-mark.ts';
import { buildServices, closeServices, type Services, startServices } from './services.ts';
import { settleV8 } from './v8-settings.ts';

/** How a local cloud is opened. */
export type CloudSettings = {
  /** The folder that holds all its state; made when it is not there. */
  readonly home: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** A CDK cloud assembly (`cdk.out`). */
  readonly assembly?: string;
  /** A template from elsewhere, instead of an assembly. */
  readonly template?: TemplateSource;
  /** Values of the template's parameters, instead of their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Virtual epoch milliseconds at which a fresh home's clock stands still; left out: real time, running. */
  readonly standAt?: number;
  /** No template: trusts any access key, and the fixture door is open. */
  readonly bare?: boolean;
  /** Done once it can be reached and before it says that it is ready; what it throws stops the start. */
  readonly prepare?: (cloud: Omit<Cloud, 'close'>) => Promise<void>;
};

/** A local cloud that is open. */
export type Cloud = Services & {
  /** Where all of it is reached, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  /** What the template became; `undefined` when it has none. */
  readonly stack: Stack | undefined;
  /** Comes to rest, keeps everything and gives the home back. May be called twice. */
  close(): Promise<void>;
};

/** Real milliseconds that closing waits for what is under way. */
const LONGEST_REST_MS = 5_000;

/**
 * Opens a local cloud: its journal, its clock, every service, the template's resources, and what the last run left undone.
 *
 *     lock ─► port ─► journal ─► clock ─► services ─► template ─► start ─► requests let in ─► catch up ─► ready
 *
 * @throws HomeTaken, HomeIsCorrupt, PortInUse, TemplateFault, DatabaseMissing: each with a message for people
 */
export async function openCloud(settings: CloudSettings): Promise<Cloud> {
  settleV8();
  const home = resolve(settings.home);
  const undo: (() => unknown)[] = [lockHome(home)];
  const unwind = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const frontDoor = new FrontDoor();
    undo.push(() => frontDoor.close());
    const url = await frontDoor.listen(settings.port ?? 0);
    const quiet = new Quiet();
    const journal = new Journal(join(home, 'journal.sqlite'), quiet);
    undo.push(() => journal.close());
    if (process.env.DAEDAP_DYNAMODB_ENDPOINT === undefined) checkSameHome(home, journal);
    const clock = new VirtualClock(journal, quiet, settings.standAt);
    const services = buildServices({ journal, clock, quiet, home, url, trustAnyKey: settings.bare === true });
    undo.push(() => closeServices(services));
    const stack = await standUp(settings, services);
    services.cloudFormation.show(stack);
    const controlDoor = new ControlDoor({ ...services, services: services.serviceNames, url });
    frontDoor.open(roomsOf(services, controlDoor, settings.bare === true));
    undo.push(async () => {
      frontDoor.stop();
      clock.stop();
      await quiet.whenQuiet(LONGEST_REST_MS).catch(() => {}); // what is not done is in the journal
    });
    await startServices(services);
    await clock.catchUp();
    await settings.prepare?.({ ...services, url, stack });
    controlDoor.open();
    return { ...services, url, stack, close: unwind };
  } catch (error) {
    await unwind();
    throw error;
  }
}

async function standUp(
  { assembly, template, parameters }: CloudSettings,
  services: Services,
): Promise<Stack | undefined> {
  const source = template ?? (assembly === undefined ? undefined : readAssembly(assembly));
  return source === undefined ? undefined : new Template(source, parameters).standUp(services.providers);
}

function roomsOf(services: Services, controlDoor: ControlDoor, isBare: boolean): Rooms {
  const { awsDoor, signIn, httpApi, clock, functions } = services;
  const fixtures = fixtureRoom({ clock, define: functions.define.bind(functions) });
  const localPage = new LocalPage(services);
  return {
    ask: [
      {
        isFor: (_request, path) => /^\/_local\/page(\/|$)/.test(path),
        handle: (request, response) => localPage.handle(request, response),
      },
      {
        isFor: (_request, path) => path.startsWith('/_local/'),
        handle: (request, response) => controlDoor.handle(request, response),
      },
      { isFor: (request) => isAwsRequest(request), handle: (request, response) => awsDoor.handle(request, response) },
      { isFor: (_request, path) => isBare && path.startsWith('/__fixtures/'), handle: fixtures },
      {
        isFor: (_request, path) => signIn.wellKnown(path) !== undefined,
        handle: async (request, response) =>
          sendJson(response, 200, signIn.wellKnown((request.url ?? '/').split('?')[0] ?? '/')),
      },
    ],
    otherwise: (request, response) => httpApi.handle(request, response),
  };
}
