// Faults of what runs: commands, memory, signals, settings, health checks.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  check,
  type Fault,
  garageImage,
  plainImage,
  postgresImage,
  script,
  toolScript,
  web,
} from './fault.ts';

const forever = 'exec sleep 1000';

/** Services that cannot begin, or that end. */
export const endFaults: readonly Fault[] = [
  {
    name: 'a command that the image does not have',
    file: () => web({ image: plainImage, entrypoint: ['serve-it', '--port', '80'] }),
    code: 'command-not-found',
    subject: 'web',
    says: /the image has no serve-it/,
    shows: /serve-it/,
    next: /command or entrypoint of web/,
    exitCode: 3,
  },
  {
    name: 'a command that a script does not find',
    file: () => web(script('echo starting\nserve-it --port 80', { restart: 'no' })),
    code: 'command-not-found',
    subject: 'web',
    says: /the image has no serve-it/,
    shows: /serve-it: command not found/,
    next: /command or entrypoint/,
    exitCode: 1,
  },
  {
    name: 'a program for another kind of processor',
    file: () =>
      web(
        script(
          'printf "\\177ELF\\002\\001\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\002\\000\\267\\000" >/tmp/serve; chmod +x /tmp/serve; exec /tmp/serve',
        ),
      ),
    code: 'wrong-architecture',
    subject: 'web',
    says: /another kind of processor/,
    shows: /exec format error/i,
    next: /image inspect/,
    exitCode: 1,
  },
  {
    name: 'too little memory',
    file: () =>
      web(
        toolScript('echo filling; exec node -e "const kept = []; for (;;) kept.push(Buffer.alloc(8e6, 1))"', {
          mem_limit: '64m',
          memswap_limit: '64m',
        }),
      ),
    code: 'out-of-memory',
    subject: 'web',
    says: /not enough memory: it may use 64m/,
    next: /mem_limit.*web/,
    exitCode: 1,
  },
  {
    name: 'an end by a signal',
    file: () => web(script("echo busy; sh -c 'kill -SEGV $$'; exit $?")),
    code: 'exited',
    subject: 'web',
    says: /signal 11/,
    next: /smoke logs --project \S+ web/,
    exitCode: 1,
  },
  {
    name: 'an end with an error that only its log knows, and a secret in it',
    file: () =>
      web(
        script(
          'echo "starting with $LEDGER_PASSWORD"; echo "ERROR cannot open the ledger https://bob:hunter22@books.example/1 ($LEDGER_PASSWORD)"; i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo "  at frame $i"; done; exit 3',
          {
            environment: { LEDGER_PASSWORD: 'ledger-secret-1' },
          },
        ),
      ),
    code: 'exited',
    subject: 'web',
    says: /exit code 3: ERROR cannot open the ledger/,
    shows: /cannot open the ledger/,
    next: /smoke logs/,
    hides: ['hunter22', 'ledger-secret-1'],
    exitCode: 1,
  },
  {
    name: 'a server that goes into the background',
    file: () => web(script('echo started in the background', { restart: 'always' })),
    code: 'exited',
    subject: 'web',
    says: /without an error.*again|keeps ending/,
    next: /foreground/,
    timeout: 30,
    exitCode: 1,
  },
  {
    name: 'a setting that is missing',
    file: () => web(script(': "${APP_TOKEN_FILE:?}"; exec sleep 1')),
    code: 'setting-missing',
    subject: 'web',
    says: /APP_TOKEN_FILE/,
    next: /set APP_TOKEN_FILE in the environment of web/,
    exitCode: 1,
  },
  {
    name: 'shared memory that is too small',
    file: () =>
      web(script('dd if=/dev/zero of=/dev/shm/pages bs=1M count=8 && exec sleep 1', { shm_size: '1m' })),
    code: 'shared-memory-too-small',
    subject: 'web',
    says: /more shared memory/,
    next: /shm_size/,
    exitCode: 1,
  },
  {
    name: 'a limit of open files that is too small',
    file: () =>
      web(
        script(
          'ulimit -n 9; for n in 3 4 5 6 7 8; do eval "exec $n</etc/passwd" || exit 5; done; ls / | sort',
        ),
      ),
    code: 'open-files-limit',
    subject: 'web',
    says: /may not open more files/,
    next: /nofile/,
    exitCode: 1,
  },
  {
    name: 'a user that the image does not have',
    file: () => web(script(forever, { user: 'teller' })),
    code: 'user-missing',
    subject: 'web',
    says: /no user or group teller/,
    next: /user: "UID:GID"/,
    exitCode: 3,
  },
  {
    name: 'a script that is not executable',
    prepare: ({ folder }) => {
      writeFileSync(join(folder, 'start'), '#!/bin/sh\nexec sleep 1000\n', { mode: 0o644 });
      return {};
    },
    file: ({ folder }) =>
      web({
        image: plainImage,
        entrypoint: ['/srv/start'],
        volumes: [`${join(folder, 'start')}:/srv/start:ro`],
      }),
    code: 'command-not-executable',
    subject: 'web',
    says: /\/srv\/start may not be run/,
    next: /^chmod \+x \/\S+\/start /,
    exitCode: 3,
  },
  {
    name: 'a configuration file that is missing',
    file: () => web({ image: garageImage, entrypoint: ['/garage'], command: ['server'] }),
    code: 'file-missing',
    subject: 'web',
    says: /\/etc\/garage\.toml/,
    next: /^mount it/,
    exitCode: 1,
  },
  {
    name: 'a setting that PostgreSQL does not know',
    file: () =>
      web({
        image: postgresImage,
        entrypoint: [
          'sh',
          '-c',
          'initdb -D /tmp/data >/dev/null 2>&1; exec postgres -D /tmp/data -c shared_bufers=1GB',
        ],
        healthcheck: { ...check('CMD', 'pg_isready'), retries: 60 },
      }),
    code: 'setting-invalid',
    subject: 'web',
    says: /does not take a setting: shared_bufers/,
    next: /correct it/,
    exitCode: 1,
  },
  {
    name: 'more memory than the machine has',
    file: () =>
      web({
        image: postgresImage,
        entrypoint: [
          'sh',
          '-c',
          'initdb -D /tmp/data >/dev/null 2>&1; exec postgres -D /tmp/data -c shared_buffers=900GB',
        ],
        healthcheck: { ...check('CMD', 'pg_isready'), retries: 60 },
      }),
    code: 'out-of-memory',
    subject: 'web',
    says: /not enough memory/,
    shows: /Cannot allocate memory/,
    next: /^free -m/,
    exitCode: 1,
  },
];

/** Health checks that fail, each in its way. */
export const healthFaults: readonly Fault[] = [
  {
    name: 'a health check with a program that the image does not have',
    file: () => web(script(forever, { healthcheck: check('CMD', 'curl', '--fail', 'http://localhost/') })),
    code: 'health-tool-missing',
    subject: 'web',
    says: /its health check cannot run: the image has no curl/,
    next: /healthcheck\.test/,
    exitCode: 1,
  },
  {
    name: 'a health check of the shell with a program that the image does not have',
    file: () =>
      web(script(forever, { healthcheck: check('CMD-SHELL', 'wget -q -O- http://localhost/ || exit 1') })),
    code: 'health-tool-missing',
    subject: 'web',
    says: /the image has no wget/,
    next: /healthcheck\.test/,
    exitCode: 1,
  },
  {
    name: 'a health check that never passes',
    file: () =>
      web(script(forever, { healthcheck: check('CMD', 'sh', '-c', 'echo the queue is 7 behind; exit 4') })),
    code: 'health-never-passed',
    subject: 'web',
    says: /did not pass in 3 tries, the last check ended with/,
    shows: /the queue is 7 behind/,
    next: /smoke logs.*exec/,
    exitCode: 1,
  },
  {
    name: 'a health check that takes too long',
    file: () => web(script(forever, { healthcheck: { ...check('CMD', 'sleep', '5'), timeout: '1s' } })),
    code: 'health-too-slow',
    subject: 'web',
    says: /longer than the 1 s/,
    next: /healthcheck\.timeout/,
    exitCode: 1,
    only: 'docker',
  },
  {
    name: 'a health check that comes too late',
    file: () => web(script(forever, { healthcheck: { test: ['CMD', 'true'], interval: '10m' } })),
    timeout: 6,
    code: 'health-never-ran',
    subject: 'web',
    says: /never ran in the time given: it runs every 10 min/,
    next: /healthcheck\.interval.*--timeout/,
    exitCode: 1,
    only: 'docker',
  },
  {
    name: 'a health check that may take longer than smoke waits',
    file: () =>
      web(script(forever, { healthcheck: { test: ['CMD', 'false'], interval: '1s', retries: 400 } })),
    timeout: 6,
    code: 'not-ready-in-time',
    subject: 'web',
    says: /not ready in time.*may take 7 min/,
    next: /--timeout 460/,
    exitCode: 1,
  },
];
