// Golden manifests as the Compose providers of this machine read them; none has to be there.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fillReferences } from '../../src/stack/references.ts';

const podmanCompose = process.env['SMOKE_TEST_PODMAN_COMPOSE'] ?? 'podman-compose';
const providers: [string, ...string[]][] = [['docker', 'compose'], [podmanCompose]];
const variables = {
  AWS_ACCESS_KEY_ID: 'test-key-id',
  AWS_SECRET_ACCESS_KEY: 'te$t-secret',
  AWS_SESSION_TOKEN: 'test-token',
  CRYOSTAT_PASS: 'test-password',
};
const folder = join(import.meta.dirname, 'manifests');

type Environments = Record<string, Record<string, string>>;

function environments(text: string): Environments {
  const { services } = parse(text) as { services: Record<string, { environment?: Record<string, string> }> };
  return Object.fromEntries(
    Object.entries(services).map(([name, { environment = {} }]) => [name, environment]),
  );
}

/** What Compose makes of a manifest's variables. */
function filled(text: string): Environments {
  return Object.fromEntries(
    Object.entries(environments(text)).map(([service, environment]) => [
      service,
      Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, fillReferences(value, variables) ?? '']),
      ),
    ]),
  );
}

describe.each(providers)('%s', (command, ...first) => {
  const there = spawnSync(command, [...first, 'version']).status === 0;
  if (!there)
    process.stderr.write(
      `skipped: golden manifests read by ${[command, ...first].join(' ')}: it is not here\n`,
    );

  it.skipIf(!there).each(['ext-session-token', 'discovery-podman', 'password-chosen', 'settings-chosen'])(
    'reads the manifest of %s as it is meant',
    (name) => {
      const file = join(folder, `${name}.yml`);
      const words = [...first, '-f', file, 'config'];
      const { status, stdout, stderr } = spawnSync(command, words, {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables },
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      // Docker Compose escapes what it prints, podman-compose does not.
      const escapes = command === 'docker';
      const read = escapes ? filled(stdout) : environments(stdout);
      expect(read).toMatchObject(filled(readFileSync(file, 'utf8')));
    },
  );
});
