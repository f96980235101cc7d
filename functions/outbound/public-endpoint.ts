import { type LookupAddress, lookup } from 'node:dns';
import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Which addresses may be called that are not public: none, or those of the machine itself, for a trial on one machine. Other
 * private networks are never called.
 */
export type PrivateTargets = 'none' | 'loopback';

/** What another's server answered. */
export type Answered = { readonly status: number; readonly body: string };

/** What it is asked. */
export type Asked = {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** An address that is not called: not https, or not on the public internet. */
export class EndpointForbidden extends Error {
  override readonly name = 'EndpointForbidden';
}

/** An answer that is larger than anybody's business. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** How long one exchange may take, 10_000 (10 seconds). */
const PATIENCE_MS = 10_000;

/** The largest answer that is read, 262_144 bytes (256 KB). */
const LARGEST_ANSWER = 262_144;

/** @source IANA, IPv4 Special-Purpose Address Registry: what is not globally reachable; multicast; what is reserved */
const notPublic = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** @source IANA, IPv6 Special-Purpose Address Registry, within global unicast: what holds or hides another address */
const notPublicV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const v4 = new BlockList();
for (const [net, prefix] of notPublic) v4.addSubnet(net, prefix, 'ipv4');
const v6 = new BlockList();
for (const [net, prefix] of notPublicV6) v6.addSubnet(net, prefix, 'ipv6');
/** All that IPv6 routes globally: local, unique-local, multicast and mapped addresses lie outside. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an IP address may be called. */
export function mayCall(address: string, targets: PrivateTargets): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (targets === 'loopback' && loopback.check(address, type)) return true;
  if (type === 'ipv4') return !v4.check(address, type);
  return globalUnicast.check(address, type) && !v6.check(address, type);
}

/**
 * Checks what an address says by itself, before any name is looked up.
 *
 * @throws EndpointForbidden when it is not https (or http to the machine itself, where that is allowed), names a user, or is
 *   an IP address that is not public
 */
export function checkEndpoint(text: string, targets: PrivateTargets): URL {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') {
    throw new EndpointForbidden('an address without a user was expected');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isItself =
    host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6'));
  const isHttp = url.protocol === 'http:' && isItself && targets === 'loopback';
  if (url.protocol !== 'https:' && !isHttp) throw new EndpointForbidden(`${url.protocol} is not called, only https:`);
  if (isIP(host) !== 0 && !mayCall(host, targets)) throw new EndpointForbidden(`${host} is not a public address`);
  return url;
}

/**
 * Exchanges one request with a server of somebody else: only with public addresses, checked again for the very connection that
 * is made, so that a name cannot mean another address a moment later. No redirect is followed, and nothing is tried twice.
 *
 * @param patienceMs how long it may take; default: 10_000 (10 seconds)
 * @throws EndpointForbidden, AnswerTooLarge, or what the network had to say
 */
export function exchange(
  text: string,
  { method, headers, body }: Asked,
  targets: PrivateTargets,
  patienceMs = PATIENCE_MS,
): Promise<Answered> {
  const url = checkEndpoint(text, targets);
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    // A connection of its own: one that is kept could be of an earlier check.
    agent: false,
    lookup: guardedLookup(targets),
    signal: AbortSignal.timeout(patienceMs),
  };
  return new Promise((done, failed) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = send(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER) sent.destroy(new AnswerTooLarge(`more than ${LARGEST_ANSWER} bytes`));
        else chunks.push(chunk);
      });
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', failed);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

/**
 * Looks a name up for a connection, and gives no address if any of them is not public.
 *
 * @param look default: as the system does
 */
export function guardedLookup(targets: PrivateTargets, look: typeof lookup = lookup): LookupFunction {
  return (host, options, done) => {
    look(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return done(error, '');
      const [first] = addresses;
      const forbidden = addresses.find(({ address }) => !mayCall(address, targets));
      if (first === undefined || forbidden !== undefined) {
        return done(new EndpointForbidden(`${host} leads to ${forbidden?.address ?? 'no address'}`), '');
      }
      if (options.all === true) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}
