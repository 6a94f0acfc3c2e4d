// The process: signals, streams and the exit code. What smoke does begins in main.ts.

import { constants } from 'node:os';
import { dirname } from 'node:path';
import { SmokeError } from './error.ts';
import { pipeClosed } from './io.ts';
import { main } from './main.ts';

const controller = new AbortController();
let endCode: number | undefined;
let signals = 0;
let isOver = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    signals += 1;
    endCode ??= 128 + constants.signals[signal];
    if (signals === 1) return controller.abort(new SmokeError('CANCELLED', `ended by ${signal}`));
    if (signals === 2) {
      process.stderr.write('smoke: still cleaning up; once more ends at once\n');
      return;
    }
    process.stderr.write('smoke: ended before everything was cleaned up; smoke down removes what is left\n');
    process.exit(endCode);
  });
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has seen enough: what was begun is still cleaned up.
    if (error.code === 'EPIPE') {
      endCode ??= 0;
      return controller.abort(pipeClosed);
    }
    // The terminal is gone, which its signal says as well, earlier or later.
    if (error.code === 'EIO') {
      endCode ??= 128 + constants.signals.SIGHUP;
      return controller.abort(new SmokeError('CANCELLED', 'the terminal is gone'));
    }
    process.stderr.write(`smoke: cannot write the output: ${error.message}\n`);
    process.exit(2);
  });
}

process.on('exit', () => {
  if (isOver || endCode !== undefined || process.exitCode) return;
  // Nothing is left to wait for, and the work is not done: that must not look like success.
  process.stderr.write('smoke: a defect of smoke, please report it: it ended in the middle of its work\n');
  process.exitCode = 70;
});

// Not top-level await: the bundle is CommonJS, which starts faster.
main(process.argv.slice(2), {
  env: process.env,
  // Opened when it is read: most runs never do.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  root: dirname(__dirname),
  now: () => new Date(),
  signal: controller.signal,
}).then((exitCode) => {
  isOver = true;
  process.exitCode = endCode ?? exitCode;
  // Node cannot give back a terminal that is gone, and would end with a crash; the signal itself says 129 as well.
  if (endCode === 128 + constants.signals.SIGHUP && (process.stdout.isTTY || process.stderr.isTTY)) {
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
});
