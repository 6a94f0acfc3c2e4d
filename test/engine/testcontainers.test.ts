import { request } from 'node:https';
import { join } from 'node:path';
import { DockerComposeEnvironment, Wait } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targets } from './targets.ts';
import { createUser, type User } from './user.ts';

const target = targets().find(({ engine }) => engine === 'docker');

describe.skipIf(target === undefined || target.missing)('a printed manifest in testcontainers', () => {
  let user: User;

  beforeAll(() => {
    // Its reaper is an image that is not needed: down follows in any case.
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
    if (target) user = createUser(target, 'smoke-testcontainers');
  });
  afterAll(async () => {
    await user.smoke(['down', '--volumes']);
    user.leave();
  });

  it('starts as it is, and answers through the proxy', async () => {
    const printed = await user.smoke(['-s', 'garage', '-o', join(user.folder, 'compose.yml')]);
    expect(printed.exitCode, printed.stderr).toBe(0);
    const environment = await new DockerComposeEnvironment(user.folder, 'compose.yml')
      .withProjectName(user.project)
      .withStartupTimeout(120_000)
      // Its usual wait runs a shell inside of each container, which an image from scratch does not have.
      .withWaitStrategy('s3-1', Wait.forHealthCheck())
      .withWaitStrategy('auth-1', Wait.forHealthCheck())
      .up();
    try {
      const status = await new Promise((resolve, reject) => {
        // The chain is proved by the probes; this is about the start alone.
        request('https://localhost:8443/health', { rejectUnauthorized: false }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(200);
    } finally {
      await environment.down({ removeVolumes: true });
    }
  });
});
