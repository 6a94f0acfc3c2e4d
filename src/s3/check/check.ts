// What an S3 endpoint can really do: meets the server, tries every feature in places of its own, and removes them again.

import { createMask } from '../../report/mask.ts';
import type { S3Connection } from '../../stack/manifest.ts';
import { noJournal } from '../journal.ts';
import type { Encounter } from './connect.ts';
import { type FeatureTest, type Finding, untried } from './feature.ts';
import { findingOf, isPassing } from './finding.ts';
import { firstFeatures, knowledgeTests } from './first-features.ts';
import { explainNoDelete, type Ground, makeGround, mayDeleteBuckets } from './ground.ts';
import { createLimits } from './limits.ts';
import { meetOpenly } from './meeting.ts';
import { inPool } from './pool.ts';
import { removeMade } from './remove-made.ts';
import type { Feature, StorageReport } from './report.ts';
import type { CheckOptions, Run } from './run.ts';
import { createSession, type Made } from './session.ts';
import { bucketTests, connectionFeatures, inOrder, readingTests } from './tests.ts';
import { patientWire, sweep } from './tidy.ts';
import { judge, tooSlow } from './verdict.ts';
import { createWire, type Wire } from './wire.ts';

const poolSize = 12;

export type { CheckOptions };

/** Checks an endpoint. Nothing that it makes stays; never throws for what a server can do wrong. */
export async function checkStorage(given: S3Connection, options: CheckOptions = {}): Promise<StorageReport> {
  const began = performance.now();
  const { journal = noJournal, budgetMs = 28_000, timeoutMs = 6_000 } = options;
  const limits = createLimits(budgetMs, options.signal);
  const mask = createMask([given.secretAccessKey, given.sessionToken ?? '', given.accessKeyId]);
  const features = new Map<string, Feature>();
  const wires: Wire[] = [];
  const session = createSession(journal, options.locationConstraint);
  let deletable: Promise<boolean> | undefined;
  const run: Run = {
    options,
    limits,
    journal,
    session,
    mayDeleteBuckets: (wire) => {
      deletable ??= mayDeleteBuckets(session, wire);
      return deletable;
    },
    report: ({ id, group, name }, { state, detail }, since) => {
      if (features.has(id)) return;
      const took = Math.round(performance.now() - since);
      const feature = { id, group, name, state, ...(detail !== undefined && { detail: mask(detail) }), took };
      features.set(id, feature);
      options.onFeature?.(feature);
    },
    wireFor: (connection) => {
      const before = limits.check;
      const wire = createWire(connection, { ca: options.ca, timeoutMs, signal: limits.signal, before });
      wires.push(wire);
      return wire;
    },
  };
  let outcome: Outcome = { connection: given, encounter: { isKnown: false, settings: {} }, swept: [] };
  let left: readonly string[] = [];
  try {
    outcome = await explore(run, given).catch((error: unknown) => {
      if (limits.stopped() === undefined) throw error;
      return outcome;
    });
  } finally {
    limits.end();
    left = await removeMade(run, outcome.connection, budgetMs, wires, features.get('create-bucket')?.state);
    for (const wire of wires) wire.close();
  }
  const { connection, encounter, swept } = outcome;
  fillUp(run);
  const essential = new Set(selected(options).flatMap(({ id, essential }) => (essential ? [id] : [])));
  const sorted = inOrder([...features.values()]);
  const isLate = limits.stopped()?.why === 'time';
  const found =
    encounter.problem ?? (isLate ? tooSlow(sorted, essential, given, encounter.latencyMs) : undefined);
  // A server may repeat a secret wherever it says something.
  const { problem, server, settings } = maskTexts(
    { problem: found, server: encounter.server, settings: encounter.settings },
    mask,
  );
  return {
    endpoint: given.endpoint,
    region: connection.region,
    pathStyle: connection.pathStyle,
    ...(server !== undefined && { server }),
    ...(encounter.clockSkew !== undefined && { clockSkew: encounter.clockSkew }),
    ...(outcome.bucket !== undefined && { bucket: outcome.bucket }),
    features: sorted,
    ...(problem && { problem }),
    verdict: judge(sorted, essential, problem, settings),
    left,
    swept,
    requests: wires.reduce((sum, wire) => sum + wire.count(), 0),
    took: Math.round(performance.now() - began),
  };
}

function maskTexts<Part>(part: Part, mask: (text: string) => string): Part {
  return JSON.parse(JSON.stringify(part), (_, value) =>
    typeof value === 'string' ? mask(value) : value,
  ) as Part;
}

interface Outcome {
  readonly connection: S3Connection;
  readonly encounter: Encounter;
  readonly swept: readonly string[];
  readonly bucket?: string;
}

async function explore(run: Run, given: S3Connection): Promise<Outcome> {
  const { options, limits, journal } = run;
  const began = performance.now();
  if (!URL.canParse(given.endpoint) || !/^https?:$/.test(new URL(given.endpoint).protocol)) {
    const hint = 'expected something like https://s3.example.net';
    const text = `the endpoint of the storage is not a URL: ${given.endpoint}`;
    const problem = { kind: 'other', passing: false, text, hint } as const;
    return { connection: given, encounter: { isKnown: false, settings: {}, problem }, swept: [] };
  }
  const met = await meetOpenly(run, given);
  const { connection, encounter } = met;
  const wire = run.wireFor(connection);
  for (const { test, finding } of firstFeatures(encounter, connection, options.bucket))
    run.report(test, finding, began);
  if (encounter.problem !== undefined || limits.stopped() !== undefined)
    return { connection, encounter, swept: [] };
  // A slow server needs more time to remove things, too.
  limits.reserve(Math.min(limits.left() * 0.6, 5_000 + 6 * (encounter.latencyMs ?? 0)));

  const ground = await findGround(run, wire);
  const create = connectionFeatures.find(({ id }) => id === 'create-bucket');
  if (create) run.report(create, ground.created, began);
  const settings = { ...encounter.settings, ...ground.settings };
  const problem = ground.problem;
  const seen = { ...encounter, settings, ...(problem !== undefined && { problem }) };
  const settled =
    ground.otherStyle === undefined ? connection : { ...connection, pathStyle: ground.otherStyle };
  if (problem !== undefined || ground.made === undefined)
    return { connection: settled, encounter: seen, swept: [] };
  const working = ground.otherStyle === undefined ? wire : run.wireFor(settled);
  const { made } = ground;
  const swept: string[] = [];
  const sweeping = sweep(patientWire(working), journal, swept);
  const refused = await explainNoDelete(working, made);
  if (refused !== undefined) refuseWriting(run, refused);
  const wanted = selected(options).filter((test) => refused === undefined || readingTests.includes(test));
  await inPool([...knowledgeTests(options.bucket), ...wanted], poolSize, (test) =>
    tryOut(run, working, made, test),
  );
  await sweeping;
  const bucket = made.prefix === undefined ? {} : { bucket: made.bucket };
  return { connection: settled, encounter: seen, swept, ...bucket };
}

/** Nothing is written that could not be removed. */
function refuseWriting(run: Run, refused: Finding): void {
  const deleting = bucketTests.find(({ id }) => id === 'delete-object');
  if (deleting) run.report(deleting, refused, performance.now());
  const others = selected(run.options).filter((test) => !readingTests.includes(test));
  const finding = untried('the key may not delete: what this writes would stay');
  for (const test of others) run.report(test, finding, performance.now());
}

async function findGround(run: Run, wire: Wire): Promise<Ground> {
  const { options, session } = run;
  const isStyleOpen = options.open?.pathStyle === true;
  if (options.bucket === undefined) {
    return await makeGround(session, wire, options.buckets ?? [], isStyleOpen);
  }
  const created = untried('only what concerns the given bucket is tried');
  const made = await session.takePrefix(wire.connection, options.bucket);
  return { made, settings: {}, created };
}

async function tryOut(run: Run, wire: Wire, made: Made, test: FeatureTest): Promise<void> {
  const { session, limits } = run;
  const began = performance.now();
  try {
    limits.check();
    const isOwn = test.own !== undefined && made.prefix === undefined;
    if (isOwn && !(await run.mayDeleteBuckets(wire))) {
      return run.report(test, untried('buckets cannot be removed here: one more would stay'), began);
    }
    const attempt = async (id: string): Promise<Finding> => {
      const ground = isOwn ? await session.makeBucket(wire, { lock: test.own === 'locked-bucket' }) : made;
      return await test.test(session.place(wire, ground, id));
    };
    const finding = await attempt(test.id).catch((error: unknown) => {
      // A time-out or a busy server proves nothing against it; keys of the second try are new ones.
      if (limits.stopped() !== undefined || !isPassing(error, wire.connection)) throw error;
      return attempt(`${test.id}-again`);
    });
    run.report(test, finding, began);
  } catch (error) {
    run.report(test, findingOf(error, test, wire.connection, limits.stopped()), began);
  }
}

function selected({ scope = 'full' }: CheckOptions): readonly FeatureTest[] {
  return scope === 'full' ? bucketTests : bucketTests.filter(({ short }) => short);
}

/** What nobody came to ask. */
function fillUp(run: Run): void {
  const { options, limits } = run;
  const why = limits.stopped()?.message;
  for (const test of [...connectionFeatures, ...selected(options)]) {
    run.report(test, { state: 'untried', ...(why !== undefined && { detail: why }) }, performance.now());
  }
}
