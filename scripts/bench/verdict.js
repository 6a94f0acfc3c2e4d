// From the end of the health check that made a service healthy to the moment when smoke says so.
import { findEngines, project, removeProject, tryStart, withImages } from './engines.js';

/** Time from the last event that a verdict needs to the verdict, for each service and for the whole of `up`. */
export async function benchVerdict(bench) {
  for (const engine of await findEngines(bench, 'verdict')) {
    bench.cleanUp(() => removeProject(bench, engine));
    const env = await withImages(bench, engine);
    const reason = await tryStart(bench, engine, env);
    if (reason) bench.skip('verdict', reason);
    else await measure(bench, engine, env);
  }
}

async function measure(bench, engine, env) {
  const services = [];
  const reports = [];
  for (let round = 0; round < bench.runs(3); round += 1) {
    const told = new Map();
    const onLine = (line, at) => {
      const [, service] = /^(\S+): healthy$/.exec(line) ?? [];
      if (service) told.set(service, at);
    };
    const { endedAt } = await bench.run(bench.smoke, ['up', '-s', 'garage', ...engine.flags], {
      env,
      onLine,
    });
    const events = await firstPasses(bench, engine);
    await removeProject(bench, engine);
    const last = Math.max(...events.values());
    for (const [service, at] of told) if (events.has(service)) services.push(at - events.get(service));
    reports.push(endedAt - last);
  }
  bench.record('verdict', `${engine.name}: "healthy" after the check that passed`, 'ms', services, {
    goal: '150 ms',
  });
  bench.record(
    'verdict',
    `${engine.name}: end of up after the last of them, all probes included`,
    'ms',
    reports,
  );
}

/** When the first check of each service that passed had ended; not for a service whose log has lost it. */
async function firstPasses(bench, engine) {
  const label = `label=com.docker.compose.project=${project}`;
  const { out } = await bench.run(engine.name, ['ps', '-q', '--filter', label]);
  const inspected = await bench.run(engine.name, ['inspect', ...out.trim().split('\n')]);
  const passes = JSON.parse(inspected.out).flatMap(({ Config, State }) => {
    const log = (State.Health ?? State.Healthcheck)?.Log ?? [];
    const first = log.findIndex(({ ExitCode }) => ExitCode === 0);
    const mayBeLost = first === 0 && log.length >= 5;
    return first < 0 || mayBeLost
      ? []
      : [[Config.Labels['com.docker.compose.service'], Date.parse(log[first].End)]];
  });
  return new Map(passes);
}
