import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Io } from '../../../src/io.ts';
import { parseYaml } from '../../../src/library/parse.ts';
import { moveSource } from '../../../src/run/move-source.ts';
import type { StackSource } from '../../../src/run/read-source.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';

const engine = (name: string) => ({ compose: { name } }) as Engine;
const docker = engine('docker compose');

function move(text: string, on = docker) {
  let said = '';
  const stderr = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString('utf8');
      done();
    },
  });
  const io = { env: { XDG_STATE_HOME: '/state' }, stderr } as unknown as Io;
  const manifest = { ...(parseYaml(text, 'c.yml').value as unknown as Manifest), name: 'mine' };
  const source: StackSource = { project: 'mine', manifest, text, file: '/home/me/c.yml', folder: '/home/me' };
  const moved = moveSource(source, async () => ({ 80: 20_080, 'web:90': 20_090 }), io, on);
  return { moved, said: () => said, source };
}

const foreign = 'services:\n  web:\n    image: web:1\n    ports: ["80:80", "90"]\n    mode: 0440\n';

describe('a file with --ports auto', () => {
  it('keeps its words, and is kept in the state folder, from where its paths still start in its own', async () => {
    const { moved, said } = move(foreign);
    const { text, file, folder } = await moved;
    expect(text).toBe(foreign.replace('["80:80", "90"]', '  ["20080:80","20090:90"]'));
    expect([file, folder]).toEqual(['/state/smoke/mine.yml', '/home/me']);
    expect(said()).toContain('addresses in the texts of this file are not');
  });

  it('is moved with all that its x-smoke block knows, without a word', async () => {
    const notes =
      'x-smoke: { urls: [{ name: Web, url: "http://localhost:80/", service: web }], probes: [] }\n';
    const { moved, said } = move(`${foreign}    environment: { URL: "http://localhost:80/" }\n${notes}`);
    const { text, manifest } = await moved;
    expect(manifest.services['web']?.['environment']).toEqual({ URL: 'http://localhost:20080/' });
    expect(parseYaml(text, 'c.yml').value).toEqual(manifest);
    expect(said()).toBe('');
  });

  it('stays as it is where nothing is to be moved', async () => {
    const { source } = move(foreign);
    expect(await moveSource(source, async () => ({}), {} as Io, docker)).toBe(source);
  });

  it('is refused where its ports come from an anchor', async () => {
    const { moved } = move('x: &p ["80:80"]\nservices: { web: { image: "web:1", ports: *p } }\n');
    await expect(moved).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('the ports of web in /home/me/c.yml come from an anchor'),
    });
  });

  it.each([
    ['a mount', 'volumes: ["./page:/page"]', './page'],
    ['a mount in the long form', 'volumes: [{ type: bind, source: ../page, target: /page }]', '../page'],
    ['a file of variables', 'env_file: web.env', 'web.env'],
    ['one of several files of variables', 'env_file: [{ path: web.env }]', 'web.env'],
    ['what an image is built from', 'build: .', '.'],
    ['another file that it extends', 'extends: { file: base.yml, service: web }', 'base.yml'],
  ])('is refused for podman-compose where a path is relative: %s', async (_, line, path) => {
    const { moved } = move(`${foreign}    ${line}\n`, engine('podman-compose'));
    await expect(moved).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(`has the relative path ${path}, which podman-compose would look for`),
    });
  });

  it.each(['volumes: ["data:/data", "/abs:/abs", "~/home:/home"]', 'build: https://example.net/web.git'])(
    'is fine for podman-compose where no path is relative: %s',
    async (line) => {
      const { moved } = move(`${foreign}    ${line}\n`, engine('podman-compose'));
      await expect(moved).resolves.toBeDefined();
    },
  );
});
