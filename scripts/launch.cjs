// Runs the bundle beside it with V8's code cache, which saves compiling it at every start.
// A cache of another Node is refused by V8 and the bundle is compiled as usual.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const file = join(__dirname, 'smoke.cjs');

/** The bundle as a script; it holds ASCII only, so latin1 reads it without decoding. */
function load() {
  let cachedData;
  try {
    cachedData = readFileSync(`${file}.cache`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const source = `(function (require, module, exports, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`;
  return new Script(source, { filename: file, cachedData });
}

function run(script) {
  const module = { exports: {} };
  script.runInThisContext()(require, module, module.exports, file, __dirname);
}

if (require.main === module) run(load());
module.exports = { load, run };
