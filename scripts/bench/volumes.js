// Importing an archive into a volume: speed, and whether memory stays flat.
import { randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { findEngines, project, removeProject } from './engines.js';
import { peakMemory } from './machine.js';
import { median } from './numbers.js';

const sizes = [100, 500];
const mib = 1024 * 1024;

/** `smoke volumes import` of 100 MB and of 500 MB. */
export async function benchVolumes(bench) {
  const engines = await findEngines(bench, 'volumes');
  if (engines.length === 0) return;
  const { code } = await bench.run('tar', ['--version'], { mayFail: true });
  if (code !== 0) return bench.skip('volumes', 'no tar here to make an archive with');
  const manifest = join(bench.folder, 'volumes.yml');
  writeFileSync(
    manifest,
    `name: ${project}\nservices: { none: { image: none, volumes: ["bench:/bench"] } }\nvolumes: { bench: {} }\n`,
  );
  const archives = [];
  for (const size of sizes) archives.push(await makeArchive(bench, size));
  for (const engine of engines) {
    bench.cleanUp(() => removeProject(bench, engine));
    for (const [index, size] of sizes.entries())
      await measure(bench, engine, manifest, size, archives[index]);
    await removeProject(bench, engine);
  }
}

async function measure(bench, engine, manifest, size, archive) {
  const speeds = [];
  const peaks = [];
  for (let round = -1; round < bench.runs(3); round += 1) {
    const words = ['volumes', 'import', ...engine.flags, '-f', manifest, 'bench', archive];
    const { ms, mb } = await peakMemory(bench, bench.smoke, words);
    if (round < 0) continue;
    speeds.push(size / (ms / 1000));
    peaks.push(mb);
  }
  bench.record('volumes', `${engine.name}: import of ${size} MB`, 'MB/s', speeds, { goal: '100 MB/s' });
  bench.record('volumes', `${engine.name}: import of ${size} MB, peak memory`, 'MB', peaks, {
    seconds: size / median(speeds),
  });
}

/** Files of 10 MB that do not compress, and some hundred small ones. */
async function makeArchive(bench, size) {
  const folder = join(bench.folder, `content-${size}`);
  const archive = join(bench.folder, `content-${size}.tar`);
  mkdirSync(folder);
  const block = Buffer.allocUnsafe(mib);
  for (let written = 0; written < size; written += 10) {
    const file = openSync(join(folder, `${written}.bin`), 'w');
    for (let part = 0; part < 10; part += 1) writeSync(file, randomFillSync(block));
    closeSync(file);
  }
  for (let small = 0; small < 200; small += 1) {
    const file = openSync(join(folder, `${small}.txt`), 'w');
    writeSync(file, `${small}\n`);
    closeSync(file);
  }
  await bench.run('tar', ['-cf', archive, '-C', folder, '.']);
  rmSync(folder, { recursive: true });
  return archive;
}
