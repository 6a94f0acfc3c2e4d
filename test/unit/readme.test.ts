import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmokeError } from '../../src/error.ts';
import { main } from '../../src/main.ts';

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const fragments = readFileSync(join(root, 'docs', 'fragments.md'), 'utf8');

/** Lines that a reader would type. */
function commands(text: string): string[] {
  const blocks = [...text.matchAll(/```console\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('$ '))
    .map((line) => line.slice(2).replace(/ +#.*$/, ''));
}

const smokeLines = [
  ...new Set([...commands(readme), ...commands(fragments)].filter((line) => line.startsWith('./smoke'))),
];
/** Lines about a cluster: they follow each other, and one reads what kubectl says. */
const sharing = commands(readme).filter((line) => /smoke.* (--format|--from|share) /.test(line));
const lines = smokeLines.filter((line) => !line.includes('./mine.yml') && !sharing.includes(line));

/** Lines that talk to servers elsewhere, which no test does. */
const asksStorage = /^.\/smoke (storage check|buckets list)/;

function collector(): { readonly stream: Writable; readonly text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}

describe('the README', () => {
  let state: string;

  beforeAll(() => {
    state = mkdtempSync(join(tmpdir(), 'smoke-readme-'));
  });
  afterAll(() => rmSync(state, { recursive: true, force: true }));

  /** Runs smoke where no engine can be reached, so that nothing is started or stopped. */
  async function run(
    line: string,
    signal = new AbortController().signal,
    stdin: Readable = new PassThrough(),
  ): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const [command = ''] = line.split(' > ');
    const out = collector();
    const err = collector();
    const env = {
      XDG_STATE_HOME: state,
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
      CONTAINER_HOST: 'unix:///nowhere/podman.sock',
      PATH: '/nowhere',
      ...(!line.includes('--provider') && { S3_ENDPOINT: 'https://s3.example.net' }),
      AWS_ACCESS_KEY_ID: 'id-of-a-reader',
      AWS_SECRET_ACCESS_KEY: 'secret-of-a-reader',
    };
    const io = {
      env,
      stdin,
      stdout: out.stream,
      stderr: err.stream,
      root,
      now: () => new Date(),
      signal,
    };
    const exitCode = await main(command.split(' ').slice(1), io);
    return { exitCode, stdout: out.text(), stderr: err.text() };
  }

  it('has at most 200 lines', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(200);
  });

  it.each(lines.filter((line) => / > /.test(line)))('prints a manifest: %s', async (line) => {
    const { exitCode, stdout, stderr } = await run(line);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('services:');
  });

  it.each(lines.filter((line) => asksStorage.test(line)))(
    'shows a command that is understood, and is stopped before it asks a storage: %s',
    async (line) => {
      const reason = new SmokeError('CANCELLED', 'stopped by the test');
      const { exitCode, stderr } = await run(line, AbortSignal.abort(reason));
      expect([exitCode, stderr]).toEqual([130, expect.stringContaining('stopped by the test')]);
    },
  );

  it.each(lines.filter((line) => !/ > /.test(line) && !asksStorage.test(line)))(
    'shows a command that is understood and lacks only the engine or a stack: %s',
    async (line) => {
      const { exitCode, stderr } = await run(line);
      expect(stderr).toMatch(
        /no container engine can be used|no stack "cryostat" is known|cannot read compose.yml|^$|Usage: smoke/,
      );
      // What would stop a stack is what doctor is asked for.
      expect(line.includes(' doctor ') ? [1] : [0, 2, 3]).toContain(exitCode);
      expect(stderr).not.toMatch(/unknown (option|command)|too many arguments/);
    },
  );

  it('goes to a cluster and back as shown', async () => {
    const cluster = await run('./smoke -s ext --format operator --secrets inline');
    const inFolder = (line: string) => line.replaceAll(/\b\w+\.ya?ml\b/g, (name) => join(state, name));
    const written: string[] = [];
    for (const line of sharing) {
      // The proof would ask a server elsewhere.
      const [command = '', file] = inFolder(line.replace(/^kubectl [^|]*\| | \| kubectl .*/g, '')).split(
        ' > ',
      );
      const offline = command.includes(' share ') ? `${command} --no-check` : command;
      const { exitCode, stdout, stderr } = await run(offline, undefined, Readable.from([cluster.stdout]));
      expect(exitCode, `${line}: ${stderr}`).toBe(0);
      if (file === undefined) continue;
      writeFileSync(file, stdout);
      written.push(stdout);
    }
    expect(sharing).toHaveLength(5);
    const wanted = ['usePathStyleAccess:', 'QUARKUS_S3_ENDPOINT_OVERRIDE:', 'kind: StatefulSet'];
    expect(written).toEqual(wanted.map((text) => expect.stringContaining(text)));
  });

  it.each([...readme.matchAll(/^\| `([a-z/-]+\/)`/gm)].map(([, folder = '']) => folder))(
    'names a folder that exists: %s',
    (folder) => {
      expect(existsSync(join(root, folder)), folder).toBe(true);
    },
  );

  it('shows a fragment of a user in docs/fragments.md that works as it stands', async () => {
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(fragments) ?? [];
    const file = join(state, 'mine.yml');
    writeFileSync(file, yaml);
    const { exitCode, stdout, stderr } = await run(`./smoke -s ${file}`);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('registry.example.net/mine:1.2');
    expect(stdout).toContain('STORAGE_METADATA_STORAGE_MODE: bucket');
  });
});
