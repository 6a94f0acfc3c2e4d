// Printing a manifest, as whole processes, in turn with a bare Node and with `docker compose config` of the same file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peakMemory } from './machine.js';
import { pairRatio } from './numbers.js';

const settings = {
  S3_ENDPOINT: 'https://s3.example.net',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

/** The largest stack there is. */
const everything = ['-t', 'all', '-r', '2', '-X'];

/** `./smoke -s ext` and the largest stack, with the identity made beforehand. */
export async function benchGenerate(bench) {
  const env = { ...bench.env, ...settings };
  const { out } = await bench.run(bench.smoke, ['-s', 'ext'], { env });
  await bench.run(bench.smoke, everything, { env });
  const manifest = join(bench.folder, 'generate.yml');
  writeFileSync(manifest, out);
  const compose = ['compose', '-f', manifest, 'config', '-q'];
  const hasCompose = (await bench.run('docker', compose, { env, mayFail: true })).code === 0;

  const contestants = [
    ['./smoke -s ext', bench.smoke, ['-s', 'ext']],
    ['node -e 0', process.execPath, ['-e', '0']],
    ['./smoke', bench.smoke, []],
    [`./smoke ${everything.join(' ')}`, bench.smoke, everything],
    ...(hasCompose ? [['docker compose config', 'docker', compose]] : []),
  ];
  const times = contestants.map(() => []);
  for (let round = -3; round < bench.runs(30); round += 1) {
    for (const [index, [, command, words]] of contestants.entries()) {
      const { ms } = await bench.run(command, words, { env });
      if (round >= 0) times[index].push(ms);
    }
  }
  const [own, node, plain, whole, composed] = times;
  bench.record('generate', 'node -e 0', 'ms', node);
  if (composed)
    bench.record('generate', 'docker compose config', 'ms', composed, {
      ratio: pairRatio(composed, node),
      peer: 'node -e 0',
    });
  else bench.skip('generate', 'docker compose config: no docker compose here');
  bench.record('generate', './smoke -s ext', 'ms', own, {
    ratio: pairRatio(own, node),
    peer: 'node -e 0',
    goal: '1.5 ×',
  });
  bench.record('generate', './smoke', 'ms', plain, { ratio: pairRatio(plain, node), peer: 'node -e 0' });
  bench.record('generate', `./smoke ${everything.join(' ')}`, 'ms', whole, {
    ratio: pairRatio(whole, plain),
    peer: './smoke',
    goal: '2 ×',
  });
  const peaks = [];
  for (let round = 0; round < 5; round += 1)
    peaks.push((await peakMemory(bench, bench.smoke, ['-s', 'ext'], { env })).mb);
  bench.record('generate', 'peak memory', 'MB', peaks, { goal: '100 MB' });
}
