// Measures what smoke promises to be quick at, against a peer in the same run. It judges nothing.
// usage: npm run bench -- [generate] [up] [volumes] [verdict] [--runs N] [--json]
// Without names, everything; what this machine has no engine or tool for is skipped, saying why.
// Images are the manifest's own, those that variables such as GARAGE_IMAGE name, or what scripts/images built.
import { parseArgs } from 'node:util';
import { benchGenerate } from './bench/generate.js';
import { openBench } from './bench/machine.js';
import { benchUp } from './bench/up.js';
import { benchVerdict } from './bench/verdict.js';
import { benchVolumes } from './bench/volumes.js';

const all = { generate: benchGenerate, up: benchUp, volumes: benchVolumes, verdict: benchVerdict };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in all));
const runs = values.runs === undefined ? undefined : Number(values.runs);
if (unknown.length > 0 || (runs !== undefined && !(Number.isInteger(runs) && runs > 0))) {
  process.stderr.write(`usage: npm run bench -- [${Object.keys(all).join('] [')}] [--runs N] [--json]\n`);
  process.exit(2);
}

const bench = openBench({ json: values.json, runs });
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(all)) await all[name](bench);
} catch (error) {
  if (!bench.interrupted) throw error;
} finally {
  await bench.close();
}
