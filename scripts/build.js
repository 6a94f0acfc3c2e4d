// Builds dist/: two packs of bundled code, the parsed library, and V8's code cache. The folder appears whole or not at all.
// usage: node scripts/build.js
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'dist');
const work = join(root, '.smoke-build');
// A checkout in small, for smoke runs in it while it is made.
const fresh = join(work, `${process.pid}`, 'dist');

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  logLevel: 'error',
  format: 'esm',
  // Native extras of dockerode's SSH transport: optional, and never used.
  external: ['cpu-features', '*.node'],
};

mkdirSync(fresh, { recursive: true });
try {
  for (const folder of ['compose', 'volumes']) symlinkSync(join(root, folder), join(dirname(fresh), folder));
  await writePacks();
  copyFileSync(join(root, 'scripts/launch.cjs'), join(fresh, 'run.cjs'));
  await writeLibrary();
  writeCodeCache();
  replaceTarget();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** print.js gets the chunks that printing always loads, verbs.js those that are loaded on demand. */
async function writePacks() {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: ['src/bin.ts'],
    splitting: true,
    write: false,
    metafile: true,
    // Names stay as they are, for the traces of defects.
    minifySyntax: true,
    outdir: fresh,
    outbase: 'src',
  });
  const outputs = Object.fromEntries(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const printing = new Set(['src/bin.ts', 'src/cli/print.ts'].flatMap((entry) => staticImports(outputs, entry)));
  const packs = { print: [], verbs: [] };
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    packs[printing.has(name) ? 'print' : 'verbs'].push(`${JSON.stringify(`./${name}`)}:function(require,module,exports){${await toCommonJs(text)}\n}`);
  }
  for (const [name, members] of Object.entries(packs)) {
    writeFileSync(join(fresh, `${name}.js`), `(function(__dirname){return{${members.sort().join(',\n')}}})`);
  }
}

/** The chunk of an entry and all that it imports before it runs. */
function staticImports(outputs, entry) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path, kind, external } of outputs[name].imports) if (kind === 'import-statement' && !external) visit(basename(path));
  };
  visit(Object.keys(outputs).find((name) => outputs[name].entryPoint === entry));
  return [...found];
}

async function toCommonJs(text) {
  const supported = { 'dynamic-import': false };
  const { code } = await transform(text, { format: 'cjs', platform: 'node', target: common.target, minifyWhitespace: true, supported });
  return code;
}

/** Parses every fragment once, so that printing needs no YAML parser; a broken one is left to be reported when it is used. */
async function writeLibrary() {
  const outfile = join(fresh, 'open.mjs');
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({ ...common, entryPoints: ['src/library/open.ts'], outfile, banner });
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

/** The caches hold what a print compiled: the first run makes the identity by parts of verbs.js, the second finds it. */
function writeCodeCache() {
  const state = join(dirname(fresh), 'state');
  for (const pack of ['verbs', 'print']) {
    const script = `
      const { run, scripts } = require(${JSON.stringify(join(fresh, 'run.cjs'))});
      process.argv = [process.argv[0], 'smoke', '-s', 'none', '-o', ${JSON.stringify(join(dirname(fresh), 'compose.yml'))}];
      process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(fresh, `${pack}.js.cache`))}, scripts.get('${pack}').createCachedData()));
      run();`;
    const env = { PATH: process.env.PATH, XDG_STATE_HOME: state, HOME: state };
    execFileSync(process.execPath, ['-e', script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** The old folder goes aside first: the two renames leave next to no time without one. */
function replaceTarget() {
  const old = join(dirname(fresh), 'old');
  try {
    renameSync(target, old);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  renameSync(fresh, target);
}
