// The engines of this machine, each with the Compose provider that smoke would use, and images to run.

import { once } from 'node:events';
import { createServer } from 'node:net';

/** Project of everything that the benchmarks start. */
export const project = 'smoke-bench';

/** Engines that answer; the others are skipped with a reason. */
export async function findEngines(bench, benchmark) {
  const engines = [];
  const flags = ['--project', project, ...(await ownAddress())];
  for (const name of ['docker', 'podman']) {
    const { code, out } = await bench.run(name, ['info', '--format', '{{json .}}'], { mayFail: true });
    if (code === 0) engines.push(name === 'docker' ? docker(flags) : podman(flags, JSON.parse(out)));
    else bench.skip(benchmark, `${name}: not running here`);
  }
  return engines;
}

function docker(flags) {
  return { name: 'docker', flags: ['-c', 'docker', ...flags], compose: ['docker', 'compose'], env: {} };
}

function podman(flags, { host }) {
  const socket = host?.remoteSocket?.path ?? '/run/podman/podman.sock';
  const env = { DOCKER_HOST: socket.includes('://') ? socket : `unix://${socket}` };
  return { name: 'podman', flags: ['-c', 'podman', ...flags], compose: ['docker', 'compose'], env };
}

/** An address beside the usual one, where this machine has it, for ports that another stack may hold. */
async function ownAddress() {
  const server = createServer().listen(0, '127.0.0.2');
  try {
    await once(server, 'listening');
    return ['--bind', '127.0.0.2'];
  } catch {
    return [];
  } finally {
    server.close();
  }
}

const built = {
  CRYOSTAT_IMAGE: 'cryostat:4.2.0',
  CRYOSTAT_DB_IMAGE: 'postgres:15',
  GARAGE_IMAGE: 'garage:2.5.0',
  OAUTH2_PROXY_IMAGE: 'oauth2-proxy:v7',
  SMOKE_FILES_IMAGE: 'ubi-micro:9',
};

/** The environment with images that are there: the user's, the manifest's, or those that scripts/images built. */
export async function withImages(bench, engine) {
  const env = { ...bench.env };
  for (const [variable, name] of Object.entries(built)) {
    const image = `localhost/smoke-test/${name}`;
    if (env[variable]) continue;
    const { code } = await bench.run(engine.name, ['image', 'inspect', image], { mayFail: true });
    if (code === 0) env[variable] = image;
  }
  return env;
}

/** Removes all that the project has on an engine, whatever state it is in. */
export async function removeProject(bench, engine) {
  await bench.run(bench.smoke, ['down', '--volumes', ...engine.flags], { mayFail: true });
}

/** Why a stack cannot be started here, undefined when it can: one start, whose time counts for nobody. */
export async function tryStart(bench, engine, env) {
  const words = ['up', '-s', 'garage', ...engine.flags];
  const { code, out, err } = await bench.run(bench.smoke, words, { env, mayFail: true });
  await removeProject(bench, engine);
  if (code === 0) return undefined;
  bench.note(`${err}${out}`);
  return `${engine.name}: smoke ${words.join(' ')} ended with exit code ${code}, as told on standard error`;
}
