// The process: signals, streams and the exit code. What smoke does begins in main.ts.

import { constants } from 'node:os';
import { dirname } from 'node:path';
import { SmokeError } from './error.ts';
import { main } from './main.ts';

const controller = new AbortController();
let signalCode: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const code = 128 + constants.signals[signal];
    // A second signal means that cleaning up takes too long for the user.
    if (signalCode !== undefined) process.exit(signalCode);
    signalCode = code;
    controller.abort(new SmokeError('CANCELLED', `ended by ${signal}`));
  });
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has seen enough.
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`smoke: cannot write the output: ${error.message}\n`);
    process.exit(2);
  });
}

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
  process.exitCode = signalCode ?? exitCode;
});
