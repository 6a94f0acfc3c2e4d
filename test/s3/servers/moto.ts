// moto: S3 as a Python program imagines it. It takes any key.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePorts, python, reached, startFamily } from './child.ts';
import { rootKey, type S3ServerKind } from './server.ts';

const program = join(dirname(python), 'moto_server');

/** Starts moto's server. */
export const moto: S3ServerKind = {
  name: 'moto',
  missing: () => (existsSync(program) ? undefined : 'moto_server'),
  start: async ({ host = '127.0.0.1', key = rootKey } = {}) => {
    const family = startFamily('moto');
    const [port] = await freePorts(1);
    family.spawn('moto', program, ['--host', host, '--port', String(port)]);
    const endpoint = `http://${reached(host)}:${port}`;
    await family.answers(`${endpoint}/moto-api/data.json`, (status) => status === 200);
    return { name: 'moto', endpoint, region: 'us-east-1', pathStyle: true, ...key, stop: family.stop };
  },
};
