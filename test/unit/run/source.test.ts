import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../../src/run/read-source.ts';
import { knownStack, requireStack, stackToStart } from '../../../src/run/source.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Io = Parameters<typeof readSource>[2];

function world(files: Record<string, string> = {}, input = '') {
  const folder = temporaryFolder(files);
  const io = {
    env: { HOME: folder, XDG_STATE_HOME: join(folder, 'state') },
    stdin: Readable.from([Buffer.from(input)]),
  };
  return { folder, io: io as unknown as Io };
}

const text = 'name: mine\nservices: { a: { image: "a:1" } }\n';

describe('a manifest from a file', () => {
  it('has its project, its services, and the folder that paths start from', async () => {
    const { folder, io } = world({ 'compose.yml': text });
    const file = join(folder, 'compose.yml');
    const stack = await readSource(file, {}, io);
    expect(stack).toEqual({
      project: 'mine',
      manifest: { name: 'mine', services: { a: { image: 'a:1' } } },
      text,
      file,
      folder,
    });
  });

  it.each<[string, string, Record<string, string>, Record<string, string>, RegExp]>([
    ['the flag', text, { project: 'flag' }, { COMPOSE_PROJECT_NAME: 'variable' }, /^flag$/],
    ['the variable', text, {}, { COMPOSE_PROJECT_NAME: 'variable' }, /^variable$/],
    ['the file', text, {}, {}, /^mine$/],
    ['the folder', 'services: { a: {} }\n', {}, {}, /^smoke-test-[a-z0-9_-]+$/],
  ])('is called after %s', async (_, content, flags, variables, expected) => {
    const { folder, io } = world({ 'compose.yml': content });
    const stack = await readSource(join(folder, 'compose.yml'), flags, {
      ...io,
      env: { ...io.env, ...variables },
    });
    expect(stack.project).toMatch(expected);
    expect(stack.manifest.name).toBe(stack.project);
  });

  it('comes from standard input, too', async () => {
    const { folder, io } = world({}, text);
    expect(await readSource('-', {}, io)).toMatchObject({
      project: 'mine',
      file: join(folder, 'state/smoke/mine.yml'),
      folder: process.cwd(),
    });
  });

  it('may use anchors and merge keys', async () => {
    const anchored = 'x-base: &base { image: "a:1" }\nservices: { a: { <<: *base, user: "1" } }\n';
    const { folder, io } = world({ 'compose.yml': anchored });
    const { manifest } = await readSource(join(folder, 'compose.yml'), {}, io);
    expect(manifest.services).toEqual({ a: { image: 'a:1', user: '1' } });
  });

  it.each([
    ['a list', '- a\n', 'is not a Compose file: expected a map with services'],
    ['no services', 'name: x\n', 'is not a Compose file'],
    ['nothing', '', 'is not a Compose file'],
    ['broken YAML', 'services: {\n', ':2: '],
    ['a name that Compose refuses', 'name: My App\nservices: {}\n', 'My App'],
  ])('with %s is refused', async (_, content, message) => {
    const { folder, io } = world({ 'compose.yml': content });
    await expect(readSource(join(folder, 'compose.yml'), {}, io)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: 2,
    });
  });

  it.each([
    ['without a service', 'services: {}\n', 'has no service'],
    ['with a service without anything', 'services: { a: }\n', 'services.a: expected a map'],
  ])('%s is refused where it is to be started', async (_, content, message) => {
    const { folder, io } = world({ 'compose.yml': content });
    await expect(stackToStart({ file: join(folder, 'compose.yml') }, io)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: 2,
    });
  });

  it('that is not there is an error that says how to print one', async () => {
    const { folder, io } = world();
    await expect(readSource(join(folder, 'no.yml'), {}, io)).rejects.toMatchObject({
      message: expect.stringContaining('no.yml: ENOENT'),
      hint: expect.stringContaining('smoke -o compose.yml'),
    });
  });
});

describe('the stack of a verb without flags', () => {
  it('is what up kept of the project', async () => {
    const { io } = world({ 'state/smoke/cryostat.yml': 'services: { kept: {} }\nname: cryostat\n' });
    expect((await knownStack({}, io))?.manifest.services).toEqual({ kept: {} });
    expect(await knownStack({ project: 'other' }, io)).toBeUndefined();
  });

  it('is the file that -f names before what up kept', async () => {
    const { folder, io } = world({
      'state/smoke/cryostat.yml': 'services: { kept: {} }\n',
      'compose.yml': text,
    });
    const stack = await requireStack({ file: join(folder, 'compose.yml') }, io);
    expect([stack.project, basename(dirname(stack.file))]).toEqual(['mine', basename(folder)]);
  });

  it('is asked for when there is none', async () => {
    await expect(requireStack({ project: 'other' }, world().io)).rejects.toMatchObject({
      message: expect.stringContaining('no stack "other" is known'),
      hint: expect.stringContaining('smoke up'),
      exitCode: 2,
    });
  });
});
