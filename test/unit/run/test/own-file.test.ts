import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/engine/engine.ts';
import type { Io } from '../../../../src/io.ts';
import { parseYaml } from '../../../../src/library/parse.ts';
import { readSource } from '../../../../src/run/read-source.ts';
import { keepInput, withOwnNames } from '../../../../src/run/test/own-file.ts';
import type { Manifest } from '../../../../src/stack/manifest.ts';

const small = 'services: { web: { image: "web:1" } }\n';

function own(text: string, compose = 'docker compose') {
  const said: string[] = [];
  const stderr = { write: (line: string) => said.push(line) };
  const io = { env: { XDG_STATE_HOME: '/state' }, stderr } as unknown as Io;
  const manifest = parseYaml(text, 'c.yml').value as unknown as Manifest;
  const source = { project: 'p', manifest, text, file: '/home/me/c.yml', folder: '/home/me' };
  const result = () => withOwnNames(source, { compose: { name: compose } } as Engine, io);
  return { result, source, said };
}

describe('a file under test', () => {
  it('has names of the test alone, in a copy, and tells of it', () => {
    const { result, said } = own(`${small}volumes: { data: { name: mine } }\n`);
    const { manifest, text, file, folder } = result();
    expect([file, folder]).toEqual(['/state/smoke/p.yml', '/home/me']);
    expect(text).toContain('name: "p-mine"');
    expect(manifest.volumes).toEqual({ data: { name: 'p-mine' } });
    expect(said.join('')).toContain('volume mine');
  });

  it('stays as it is without such names', () => {
    const { result, source, said } = own(`${small}volumes: { data: {} }\n`);
    expect(result()).toBe(source);
    expect(said).toEqual([]);
  });

  it.each([
    ['includes others', `include: [other.yml]\n${small}`, 'includes other files'],
    ['has a name from an anchor', `x: &v { name: d }\n${small}volumes: { d: *v }\n`, 'the name of d in'],
    [
      'has relative paths that podman-compose would not find',
      'services: { web: { container_name: w, env_file: web.env } }\n',
      'smoke test: /home/me/c.yml has the relative path web.env',
    ],
  ])('is refused where it %s', (_, text, message) => {
    expect(() => own(text, 'podman-compose').result()).toThrow(message);
  });

  it('on standard input is read once, and is there for every run', async () => {
    const io = { stdin: Readable.from([Buffer.from(small)]), env: {} } as unknown as Io;
    const ioOfRun = await keepInput({ file: '-' }, io);
    for (let run = 0; run < 2; run += 1) expect((await readSource('-', {}, ioOfRun())).text).toBe(small);
  });
});
