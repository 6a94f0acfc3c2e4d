// Builds dist/: two packs of bundled code, the parsed library, and V8's code cache. The folder appears whole or not at all.
// usage: node scripts/build.js            everything
//        node scripts/build.js library    only the parsed library of the dist/ that is there
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'dist');
// A checkout in small, for smoke runs in it while it is made.
const work = join(root, '.smoke-build', `${process.pid}`);
const fresh = join(work, 'dist');

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

/** commander asks for node:child_process (1 ms), for commands in programs of their own, which smoke has none of. */
const lateChildProcess = {
  name: 'late child process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes(join('node_modules', 'commander')) ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      contents: `exports.spawn = (...given) => process.getBuiltinModule('${path}').spawn(...given);`,
    }));
  },
};

mkdirSync(fresh, { recursive: true });
try {
  if (process.argv[2] === 'library') await replaceLibrary();
  else await buildAll();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function buildAll() {
  for (const folder of ['compose', 'volumes']) symlinkSync(join(root, folder), join(work, folder));
  await writePacks();
  copyFileSync(join(root, 'scripts/launch.cjs'), join(fresh, 'run.cjs'));
  await writeLibrary();
  writeCodeCache();
  replace(target, fresh);
}

/** print.js gets the chunks that printing loads, verbs.js those of everything else. */
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
    plugins: [lateChildProcess],
    outbase: 'src',
  });
  const outputs = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]),
  );
  const printing = new Set(
    ['src/bin.ts', 'src/cli/print.ts', 'src/run/use-provider.ts'].flatMap((entry) =>
      staticImports(outputs, entry),
    ),
  );
  const packs = { print: [], verbs: [] };
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    packs[printing.has(name) ? 'print' : 'verbs'].push(
      `${JSON.stringify(`./${name}`)}:function(require,module,exports){${await toCommonJs(text)}\n}`,
    );
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
    for (const { path, kind, external } of outputs[name].imports)
      if (kind === 'import-statement' && !external) visit(basename(path));
  };
  visit(Object.keys(outputs).find((name) => outputs[name].entryPoint === entry));
  return [...found];
}

async function toCommonJs(text) {
  const supported = { 'dynamic-import': false };
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: common.target,
    minifyWhitespace: true,
    supported,
  });
  return code;
}

/** Parses every fragment once, so that printing needs no YAML parser; a broken one is left to be reported when it is used. */
async function writeLibrary() {
  const outfile = join(work, 'open.mjs');
  const banner = {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  };
  await build({ ...common, entryPoints: ['src/library/open.ts'], outfile, banner });
  const { parseAndCheck, copyPath } = await import(pathToFileURL(outfile).href);
  const names = readdirSync(join(root, 'compose'), { recursive: true }).filter((name) =>
    name.endsWith('.yml'),
  );
  for (const shown of names.map((name) => join('compose', name))) {
    const text = readFileSync(join(root, shown), 'utf8');
    const parsed = await parseAndCheck(text, shown).catch(() => undefined);
    if (parsed === undefined) continue;
    const file = copyPath(work, shown);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ text, parsed }));
  }
}

async function replaceLibrary() {
  await writeLibrary();
  replace(join(target, 'library'), join(fresh, 'library'));
}

/** The caches hold what a print compiled: the first run makes the identity by parts of verbs.js, the second finds it. */
function writeCodeCache() {
  const state = join(work, 'state');
  for (const pack of ['verbs', 'print']) {
    const script = `
      const { run, scripts } = require(${JSON.stringify(join(fresh, 'run.cjs'))});
      process.argv = [process.argv[0], 'smoke', '-s', 'ext', '-o', ${JSON.stringify(join(work, 'compose.yml'))}];
      process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(fresh, `${pack}.js.cache`))}, scripts.get('${pack}').createCachedData()));
      run();`;
    const storage = {
      S3_ENDPOINT: 'https://s3.example.net',
      AWS_ACCESS_KEY_ID: 'unused',
      AWS_SECRET_ACCESS_KEY: 'unused',
    };
    const env = { PATH: process.env.PATH, XDG_STATE_HOME: state, HOME: state, ...storage };
    execFileSync(process.execPath, ['-e', script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** The old folder goes aside first: the two renames leave next to no time without one. */
function replace(place, made) {
  try {
    renameSync(place, join(work, 'old'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  renameSync(made, place);
}
