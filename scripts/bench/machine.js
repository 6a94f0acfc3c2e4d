// What every measurement uses: a temporary place, processes with their time and memory, results, and cleaning up.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, spread } from './numbers.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Opens the bench: Ctrl-C ends the running process, and everything made is removed by `close`. */
export function openBench({ json, runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-bench-'));
  const state = join(folder, 'state');
  mkdirSync(state);
  const cleanUps = [];
  const results = [];
  const running = new Set();
  const bench = {
    root,
    folder,
    smoke: join(root, 'smoke'),
    env: { ...process.env, XDG_STATE_HOME: state, NO_COLOR: '1' },
    runs: (usual) => runs ?? usual,
    interrupted: false,
    closing: false,
    /** Called at the end, the last one first. */
    cleanUp: (work) => cleanUps.push(work),
    /** Runs a command to its end; `onLine` gets each line of its standard error with the time it came. */
    run,
    /** A result: values in a unit, and what they are compared to. */
    record(benchmark, what, unit, values, more = {}) {
      results.push({ benchmark, what, unit, median: median(values), values, ...more });
      if (!json) process.stdout.write(`${benchmark}: ${what}: ${spread(values, unit)}${describe(more)}\n`);
    },
    skip(benchmark, reason) {
      results.push({ benchmark, skipped: reason });
      if (!json) process.stdout.write(`${benchmark}: skipped: ${reason}\n`);
    },
    note(text) {
      process.stderr.write(`${text}\n`);
    },
    async close() {
      bench.closing = true;
      for (const work of cleanUps.reverse()) await work();
      rmSync(folder, { recursive: true, force: true });
      if (json) process.stdout.write(`${JSON.stringify({ version: 1, benchmarks: results }, null, 2)}\n`);
      if (bench.interrupted) process.exitCode = 130;
    },
  };

  async function run(command, words, { env = bench.env, onLine, mayFail = false, timeoutMs } = {}) {
    if (bench.interrupted && !bench.closing) throw new Error('interrupted');
    const began = performance.now();
    const child = spawn(command, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const timer = timeoutMs && setTimeout(() => child.kill('SIGTERM'), timeoutMs);
    let out = '';
    let err = '';
    let rest = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      const at = Date.now();
      err += chunk;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) onLine?.(line, at);
    });
    const code = await new Promise((done) => {
      child.on('error', (error) => {
        err += error.message;
        done(127);
      });
      child.on('close', (exitCode) => done(exitCode ?? 1));
    });
    running.delete(child);
    clearTimeout(timer);
    const ms = performance.now() - began;
    if (bench.interrupted && !bench.closing) throw new Error('interrupted');
    if (code !== 0 && !mayFail)
      throw new Error(`${command} ${words.join(' ')}: exit code ${code}\n${err.slice(-2000)}`);
    return { ms, code, out, err, endedAt: Date.now() };
  }

  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      bench.interrupted = true;
      for (const child of running) child.kill(signal);
    });
  }
  return bench;
}

/** Peak memory of one run in MB: the process itself says it when it ends. */
export async function peakMemory(bench, command, words, options = {}) {
  const file = join(bench.folder, 'peak');
  const preload = join(root, 'scripts/bench/peak.cjs');
  const env = {
    ...(options.env ?? bench.env),
    NODE_OPTIONS: `--require "${preload}"`,
    SMOKE_BENCH_PEAK: file,
  };
  const result = await bench.run(command, words, { ...options, env });
  return { ...result, mb: Number(readFileSync(file, 'utf8')) / 1024 };
}

function describe({ ratio, peer, goal }) {
  return [ratio !== undefined && `, ${ratio.toFixed(2)} × ${peer}`, goal !== undefined && ` (goal: ${goal})`]
    .filter(Boolean)
    .join('');
}
