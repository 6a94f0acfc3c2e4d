// Runs the packs beside it with V8's code cache, which saves compiling them at every start.
// print.js holds what printing needs, verbs.js all the rest, opened at the first need of it.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const chunks = {};
const modules = new Map();
const scripts = new Map();

/** Adds a pack's chunks. The packs hold ASCII only, so latin1 reads them without decoding. */
function openPack(name) {
  const file = join(__dirname, `${name}.js`);
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData: readCache(file) });
  Object.assign(chunks, script.runInThisContext()(__dirname));
  scripts.set(name, script);
}

/** V8 refuses the cache of another Node, and compiles as usual. */
function readCache(file) {
  try {
    return readFileSync(`${file}.cache`);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function load(name) {
  if (!name.startsWith('./')) return require(name);
  const known = modules.get(name);
  if (known) return known.exports;
  if (!chunks[name]) openPack('verbs');
  const module = { exports: {} };
  modules.set(name, module);
  chunks[name](load, module, module.exports);
  return module.exports;
}

/** Starts smoke. */
function run() {
  openPack('print');
  load('./bin.js');
}

if (require.main === module) run();
module.exports = { run, scripts };
