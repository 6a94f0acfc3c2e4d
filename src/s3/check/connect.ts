// The first minute with a server: is it there, is it S3, does it know us, in which region, at which time.

import type { S3Connection } from '../../stack/manifest.ts';
import { explainS3Error, type S3Problem } from '../explain.ts';
import { type Answer, Refusal } from './answer.ts';
import { describeSeconds, skewOf, toleratedSkew } from './clock.ts';
import { bodyText } from './feature.ts';
import { explainPlain, explainSilence } from './no-answer.ts';
import { explainOtherAnswer, possibleServers, regionsOfHost } from './not-s3.ts';
import { Stopped } from './session.ts';
import type { Ask, Wire } from './wire.ts';
import { rootOf } from './xml.ts';

/** What the first requests told. */
export interface Encounter {
  readonly server?: string;
  readonly clockSkew?: number;
  /** Milliseconds of one answer. */
  readonly latencyMs?: number;
  /** The signed answer to the first question; undefined when it never came so far. */
  readonly first?: Answer;
  /** Whether the server was seen to accept the signature. */
  readonly isKnown: boolean;
  readonly problem?: S3Problem;
  readonly settings: Readonly<Record<string, string>>;
}

/** Bounds, and the bucket that a limited key may see. */
export interface ConnectOptions {
  readonly ca?: string | undefined;
  readonly bucket?: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Meets the server. Never throws for what a server can do wrong. */
export async function meet(wire: Wire, options: ConnectOptions): Promise<Encounter> {
  const { connection } = wire;
  const nothing = { isKnown: false, settings: {} } as const;
  const sent = Date.now();
  let open: Answer;
  try {
    open = await wire.ask({ sign: 'none' });
  } catch (error) {
    if (error instanceof Stopped) return nothing;
    const { problem, settings = {} } = await explainSilence(error, connection, options);
    return { ...nothing, problem, settings };
  }
  const got = Date.now();
  const clockSkew = skewOf(open, sent, got);
  const server = open.headers['server'];
  const seen = {
    ...nothing,
    latencyMs: got - sent,
    ...(clockSkew !== undefined && { clockSkew }),
    ...(server !== undefined && { server }),
  };
  try {
    const first = await wire.ask(question(options.bucket));
    return { ...seen, first, ...(await judge(wire, first, clockSkew, options)) };
  } catch (error) {
    if (error instanceof Stopped) return seen;
    const { problem, settings = {} } = await explainSilence(error, connection, options);
    return { ...seen, problem, settings };
  }
}

/** What every key may ask: the list of its buckets, or of the objects of its only one. */
function question(bucket: string | undefined): Ask {
  return bucket === undefined ? {} : { bucket, query: { 'list-type': '2', 'max-keys': '1' } };
}

type Judgement = Pick<Encounter, 'isKnown' | 'settings'> & { readonly problem?: S3Problem };

async function judge(
  wire: Wire,
  first: Answer,
  skew: number | undefined,
  options: ConnectOptions,
): Promise<Judgement> {
  const { connection } = wire;
  const { bucket } = options;
  const other = explainOtherAnswer(first, connection);
  if (other !== undefined) {
    const tls = first.status === 400 ? await explainPlain(connection, options) : undefined;
    if (tls !== undefined) return { isKnown: false, settings: {}, ...tls };
    const elsewhere = /^try (https?:.*)$/.exec(other.hint ?? '')?.[1];
    const better = other.passing ? undefined : await findServer(wire);
    if (better !== undefined) return bucketUrl(connection, better);
    const settings: Record<string, string> = elsewhere === undefined ? {} : { S3_ENDPOINT: elsewhere };
    return { isKnown: false, problem: other, settings };
  }
  if (first.status < 300) {
    const isBucket = bucket === undefined && rootOf(bodyText(first)) === 'ListBucketResult';
    const better = isBucket ? await findServer(wire) : undefined;
    return isBucket ? bucketUrl(connection, better) : { isKnown: true, settings: {} };
  }
  return await explainRefusal(wire, new Refusal(first), skew, bucket);
}

async function explainRefusal(
  wire: Wire,
  refusal: Refusal,
  skew: number | undefined,
  bucket: string | undefined,
): Promise<Judgement> {
  const { connection } = wire;
  const problem = explainS3Error(refusal, connection);
  const failed = (found: S3Problem, settings: Readonly<Record<string, string>> = {}): Judgement => ({
    isKnown: false,
    problem: found,
    settings,
  });
  if (problem.kind === 'region') {
    const told = /expected ([\w-]+)$/.exec(problem.text)?.[1];
    if (told !== undefined) return failed(problem, { S3_REGION: told });
  }
  const clock = await explainClock(wire, problem, skew, bucket);
  if (clock !== undefined) return failed(clock);
  if (problem.passing || problem.kind === 'full') return failed(problem);
  if (problem.kind === 'unsupported' && bucket === undefined) return { isKnown: false, settings: {} };
  if (bucket !== undefined && problem.kind === 'no-bucket') {
    return failed({
      ...problem,
      text: `${problem.text}: ${bucket}`,
      hint: 'check the name; the bucket of --bucket must be there',
    });
  }
  const isRegional = ['secret', 'denied', 'region', 'other'].includes(problem.kind);
  const region = isRegional ? await findRegion(wire, bucket) : undefined;
  if (region !== undefined) {
    const { host } = new URL(connection.endpoint);
    const text = `${host}: the region is wrong: got ${connection.region}, expected ${region}`;
    return failed(
      { kind: 'region', passing: false, text, hint: `set S3_REGION=${region}` },
      { S3_REGION: region },
    );
  }
  const better = bucket === undefined ? await findServer(wire) : undefined;
  if (better !== undefined) return bucketUrl(connection, better);
  if (problem.kind === 'other') return failed((await lookAsBrowser(wire)) ?? { ...problem, hint: notTheApi });
  if (problem.kind !== 'denied') return failed(problem);
  // Not allowed to list is no fault; but some servers say the same to a wrong key.
  const stranger = await answerTo(wire, {
    ...question(bucket),
    as: { secretAccessKey: 'smoke-not-the-secret' },
  });
  const isKnown = stranger !== undefined && new Refusal(stranger).Code !== refusal.Code;
  return { isKnown, settings: {} };
}

const notTheApi = 'is this the endpoint of the S3 API, or that of a console?';

/** Consoles show their page to browsers alone. */
async function lookAsBrowser(wire: Wire): Promise<S3Problem | undefined> {
  const headers = { accept: 'text/html', 'user-agent': 'Mozilla/5.0' };
  const page = await answerTo(wire, { sign: 'none', headers });
  return page === undefined ? undefined : explainOtherAnswer(page, wire.connection);
}

async function explainClock(
  wire: Wire,
  problem: S3Problem,
  skew: number | undefined,
  bucket: string | undefined,
): Promise<S3Problem | undefined> {
  const isSuspect = ['clock', 'secret', 'denied', 'other', 'session', 'key-id'].includes(problem.kind);
  const off = skew === undefined ? 0 : Math.abs(skew);
  if (!isSuspect || (off < 60 && problem.kind !== 'clock')) return undefined;
  const shifted =
    off < 60 ? undefined : await answerTo(wire, { ...question(bucket), clockShiftMs: (skew ?? 0) * 1000 });
  const wouldWork = shifted !== undefined && shifted.status < 300;
  if (!wouldWork && off < toleratedSkew && problem.kind !== 'clock') return undefined;
  const { host } = new URL(wire.connection.endpoint);
  const side = (skew ?? 0) > 0 ? 'ahead of' : 'behind';
  const text =
    off < 60
      ? `${host}: the server says that the clocks differ too much, though its Date header does not show it`
      : `${host}: the clocks differ by ${describeSeconds(off)}: the server’s is ${side} this machine’s`;
  return {
    kind: 'clock',
    passing: false,
    text,
    hint: 'set the clock that is wrong: signatures hold for 15 minutes',
  };
}

/** A region in which the same request is accepted: what the host name speaks of, and the one that most servers have. */
async function findRegion(wire: Wire, bucket: string | undefined): Promise<string | undefined> {
  const { endpoint, region } = wire.connection;
  const candidates = [...new Set(['us-east-1', ...regionsOfHost(endpoint), 'auto'])];
  for (const candidate of candidates.filter((one) => one !== region)) {
    const answer = await answerTo(wire, { ...question(bucket), as: { region: candidate } });
    if (answer !== undefined && answer.status < 300) return candidate;
  }
  return undefined;
}

/** The server that an endpoint with a bucket in it belongs to. */
async function findServer(wire: Wire): Promise<string | undefined> {
  for (const endpoint of possibleServers(wire.connection.endpoint)) {
    const answer = await answerTo(wire, { as: { endpoint } });
    const isServer = answer !== undefined && answer.status < 300;
    if (isServer && rootOf(bodyText(answer)) === 'ListAllMyBucketsResult') return endpoint;
  }
  return undefined;
}

function bucketUrl({ endpoint }: S3Connection, better: string | undefined): Judgement {
  const { host, pathname } = new URL(endpoint);
  const text = `${host}${pathname === '/' ? '' : pathname} is the address of a bucket, expected that of the server`;
  const hint =
    better === undefined ? 'leave the name of the bucket out of S3_ENDPOINT' : `set S3_ENDPOINT=${better}`;
  const settings: Record<string, string> = better === undefined ? {} : { S3_ENDPOINT: better };
  return { isKnown: false, problem: { kind: 'not-s3', passing: false, text, hint }, settings };
}

/** An answer that is only asked for to learn more; none is no answer, too. */
async function answerTo(wire: Wire, ask: Ask): Promise<Answer | undefined> {
  return await wire.ask({ ...ask, timeoutMs: 3_000 }).catch(() => undefined);
}
