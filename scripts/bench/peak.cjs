// Preloaded into a Node process: notes its peak memory in KB when it ends.
const { writeFileSync } = require('node:fs');

const file = process.env.SMOKE_BENCH_PEAK;
// Not for the children.
delete process.env.NODE_OPTIONS;
delete process.env.SMOKE_BENCH_PEAK;
process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
