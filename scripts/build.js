// Builds dist/: one bundled file, the parsed library, and V8's code cache. The folder appears whole or not at all.
// usage: node scripts/build.js
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'dist');
const fresh = join(root, `.smoke-build`, `dist-${process.pid}`);

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  logLevel: 'error',
  // Native extras of dockerode's SSH transport: optional, and never used.
  external: ['cpu-features', '*.node'],
};

mkdirSync(fresh, { recursive: true });
try {
  await build({ ...common, entryPoints: ['src/bin.ts'], format: 'cjs', minify: true, keepNames: true, outfile: join(fresh, 'smoke.cjs') });
  copyFileSync(join(root, 'scripts/launch.cjs'), join(fresh, 'run.cjs'));
  await writeLibrary();
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  writeCodeCache();
} finally {
  rmSync(dirname(fresh), { recursive: true, force: true });
}

/** Parses every fragment once, so that printing needs no YAML parser; a broken one is left to be reported when it is used. */
async function writeLibrary() {
  const outfile = join(fresh, 'open.mjs');
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({ ...common, entryPoints: ['src/library/open.ts'], format: 'esm', outfile, banner });
  const { parseAndCheck } = await import(pathToFileURL(outfile).href);
  const copies = {};
  const names = readdirSync(join(root, 'compose'), { recursive: true }).filter((name) => name.endsWith('.yml'));
  for (const file of names.map((name) => join('compose', name))) {
    const text = readFileSync(join(root, file), 'utf8');
    try {
      copies[file] = { text, parsed: await parseAndCheck(text, file) };
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
    }
  }
  writeFileSync(join(fresh, 'library.json'), JSON.stringify(copies));
  rmSync(outfile);
}

/** The cache holds what a print compiled, so the script runs once before. */
function writeCodeCache() {
  const state = mkdtempSync(join(tmpdir(), 'smoke-build-'));
  const work = `
    const { load, run } = require(${JSON.stringify(join(target, 'run.cjs'))});
    const script = load();
    process.argv = [process.argv[0], 'smoke', '-s', 'none', '-p', '-o', ${JSON.stringify(join(state, 'compose.yml'))}];
    process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(target, 'smoke.cjs.cache'))}, script.createCachedData()));
    run(script);`;
  try {
    for (const _ of ['makes the identity', 'finds it']) {
      execFileSync(process.execPath, ['-e', work], { env: { PATH: process.env.PATH, XDG_STATE_HOME: state, HOME: state }, stdio: ['ignore', 'ignore', 'inherit'] });
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
