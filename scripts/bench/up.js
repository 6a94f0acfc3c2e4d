// `smoke up`, in turn with the Compose provider alone on the same manifest, from nothing each time.
import { join } from 'node:path';
import { findEngines, project, removeProject, tryStart, withImages } from './engines.js';
import { median } from './numbers.js';

/** What smoke adds to the start of a stack: content, observation and probes included. */
export async function benchUp(bench) {
  for (const engine of await findEngines(bench, 'up')) {
    bench.cleanUp(() => removeProject(bench, engine));
    const env = await withImages(bench, engine);
    const reason = await tryStart(bench, engine, env);
    if (reason) bench.skip('up', reason);
    else await compare(bench, engine, env);
  }
}

async function compare(bench, engine, env) {
  const manifest = join(bench.folder, 'up.yml');
  await bench.run(bench.smoke, ['-s', 'garage', ...engine.flags, '-o', manifest], { env });
  const [command, ...words] = engine.compose;
  const startAlone = async (options) => {
    const result = await bench.run(command, [...words, '-p', project, '-f', manifest, 'up', '-d', '--wait'], {
      env: { ...env, ...engine.env },
      ...options,
    });
    await removeProject(bench, engine);
    return result;
  };
  const own = [];
  const peers = [];
  // Podman without systemd never runs a health check by itself.
  const hasPeer = (await startAlone({ mayFail: true, timeoutMs: 60_000 })).code === 0;
  for (let round = 0; round < bench.runs(5); round += 1) {
    own.push((await bench.run(bench.smoke, ['up', '-s', 'garage', ...engine.flags], { env })).ms / 1000);
    await removeProject(bench, engine);
    if (hasPeer) peers.push((await startAlone({})).ms / 1000);
  }
  bench.record('up', `${engine.name}: smoke up, with its probes`, 's', own);
  if (!hasPeer)
    return bench.skip('up', `${engine.name}: the provider alone saw no healthy stack within a minute`);
  const more = own.map((seconds, index) => seconds - peers[index]);
  bench.record('up', `${engine.name}: ${engine.compose.join(' ')} up --wait`, 's', peers);
  bench.record('up', `${engine.name}: smoke beyond the provider`, 's', more, { goal: '1 s' });
  bench.record('up', `${engine.name}: the same in percent`, '%', [(100 * median(more)) / median(peers)], {
    goal: '10 %',
  });
}
