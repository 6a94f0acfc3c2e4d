import { chmodSync, chownSync, linkSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const open =
  'services:\n  web:\n    image: "nginx:1.27"\n    restart: always\n    ports:\n      - "8080:80"\n';
const good = 'services:\n  web:\n    image: "nginx:1.27"\n    healthcheck: { test: ["CMD", "true"] }\n';

function files(texts: Record<string, string>) {
  const folder = temporaryFolder(texts);
  const path = (name: string) => join(folder, name);
  const lint = (...words: string[]) =>
    runSmoke(['lint', ...words.map((word) => (word in texts ? path(word) : word))], { HOME: folder });
  return { path, lint };
}

describe('smoke lint', () => {
  it('must print where, what, on which engine and the cure, and end with 1', async () => {
    const { lint, path } = files({ 'compose.yml': open });
    const run = await lint('compose.yml');
    expect(run.exitCode).toBe(1);
    const [first, on, cure] = run.stdout.slice(run.stdout.indexOf(`${path('compose.yml')}:6:9`)).split('\n');
    expect(first).toBe(
      `${path('compose.yml')}:6:9  warning  SM301 world-open  services.web.ports.0: 8080 on 0.0.0.0`,
    );
    expect(on).toMatch(/^ {4}on: Docker and Podman listen on 0\.0\.0\.0/);
    expect(cure).toMatch(/^ {4}cure: 127\.0\.0\.1:port:port.* \(--fix does it\)$/);
    expect(run.stderr).toBe('1 warning, 1 note in 1 file\n');
  });

  it('must end with 0 where there is nothing, and where there are notes alone', async () => {
    const { lint } = files({
      'a.yml': good,
      'b.yml': good.replace('"nginx:1.27"', '"nginx:1.27"\n    links: [web]'),
    });
    expect(await lint('a.yml')).toEqual({ exitCode: 0, stdout: '', stderr: 'nothing found in 1 file\n' });
    const run = await lint('b.yml');
    expect(run).toMatchObject({ exitCode: 0, stderr: '1 note in 1 file\n' });
    expect(run.stdout).toContain('SM803 legacy-links');
  });

  it('must read standard input', async () => {
    const run = await runSmoke(['lint', '-', '--json'], {}, { stdin: Readable.from([Buffer.from(open)]) });
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({
      version: 1,
      findings: [{ file: '-' }, { file: '-', code: 'SM301' }],
    });
  });

  it('must let files of one project bring what they refer to', async () => {
    const waiting = good.replace('"nginx:1.27"', '"nginx:1.27"\n    depends_on: [db]');
    const { lint } = files({ 'web.yml': waiting, 'db.yml': good.replace('web', 'db') });
    expect((await lint('web.yml')).stdout).toContain('SM501');
    expect(await lint('web.yml', 'db.yml')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('must print SARIF with rules and places', async () => {
    const { lint } = files({ 'compose.yml': open });
    const log = JSON.parse((await lint('compose.yml', '--sarif')).stdout);
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'smoke lint' } } }] });
    const { tool, results } = log.runs[0];
    const result = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'SM301');
    expect(tool.driver.rules[result.ruleIndex]).toMatchObject({ id: 'SM301', name: 'WorldOpen' });
    expect(result).toMatchObject({
      level: 'warning',
      locations: [
        { physicalLocation: { region: { startLine: 6, startColumn: 9, endLine: 6, endColumn: 18 } } },
      ],
    });
  });

  it('must mend in place, say so, keep the mode and the link, and do nothing the second time', async () => {
    const { lint, path } = files({ 'compose.yml': `# shop\n${open}` });
    writeFileSync(path('compose.yml'), `# shop\n${open}`, { mode: 0o640 });
    symlinkSync(path('compose.yml'), path('link.yml'));
    const before = statSync(path('compose.yml')).mode;
    const run = await lint('--fix', path('link.yml'));
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain(`fixed ${path('link.yml')}:7: SM301 world-open, 8080 on 0.0.0.0\n`);
    expect(readFileSync(path('compose.yml'), 'utf8')).toBe(
      `# shop\n${open.replace('8080:80', '127.0.0.1:8080:80')}`,
    );
    expect(statSync(path('compose.yml')).mode).toBe(before);
    expect((await lint('--fix', 'compose.yml')).stderr).not.toContain('fixed');
  });

  it.each([
    ['a file that is not there', ['nowhere.yml'], /cannot read nowhere\.yml: ENOENT/],
    ['another format', ['app.yml'], /app\.yml is no Compose file: it has server, expected services/],
    ['broken YAML', ['broken.yml'], /broken\.yml:\d+:\d+: /],
    ['bytes that are no text', ['bytes.yml'], /is no text in UTF-8/],
    ['two formats at once', ['good.yml', '--json', '--sarif'], /expected one of --json and --sarif/],
    ['--fix on standard input', ['-', '--fix'], /--fix writes into files/],
    ['no file at all', [], /missing required argument 'file'/],
  ])('must refuse %s with one clear line and 2', async (_, words, message) => {
    const { lint, path } = files({
      'app.yml': 'server: {}\n',
      'broken.yml': 'services:\n  a: [\n',
      'good.yml': good,
      'bytes.yml': '',
    });
    writeFileSync(path('bytes.yml'), Buffer.from([0x61, 0xff, 0xfe]));
    const run = await lint(...words);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('must lint the others all the same, and end with 2', async () => {
    const { lint, path } = files({ 'app.yml': 'server: {}\n', 'compose.yml': open });
    const run = await lint('app.yml', 'compose.yml');
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toContain('SM301');
    expect(run.stderr).toContain(`smoke: ${path('app.yml')} is no Compose file`);
  });

  it('must keep the byte order mark and the line ends', async () => {
    const { lint, path } = files({ 'compose.yml': `\ufeff${open.replaceAll('\n', '\r\n')}` });
    expect((await lint('--fix', 'compose.yml')).exitCode).toBe(0);
    const mended = open.replace('8080:80', '127.0.0.1:8080:80').replaceAll('\n', '\r\n');
    expect(readFileSync(path('compose.yml'), 'utf8')).toBe(`\ufeff${mended}`);
  });

  it('must keep the other link to the file', async () => {
    const { lint, path } = files({ 'compose.yml': open });
    linkSync(path('compose.yml'), path('other.yml'));
    await lint('--fix', 'compose.yml');
    expect(readFileSync(path('other.yml'), 'utf8')).toContain('127.0.0.1:8080:80');
  });

  it.skipIf(process.getuid?.() !== 0)('must keep the owner, as root', async () => {
    const { lint, path } = files({ 'compose.yml': open });
    chownSync(path('compose.yml'), 1234, 4321);
    await lint('--fix', 'compose.yml');
    expect(readFileSync(path('compose.yml'), 'utf8')).toContain('127.0.0.1:8080:80');
    expect(statSync(path('compose.yml'))).toMatchObject({ uid: 1234, gid: 4321 });
  });

  it('must refuse a file that the user may not write to, and write none', async () => {
    const { lint, path } = files({ 'a.yml': open, 'b.yml': open.replace('8080', '8081') });
    chmodSync(path('b.yml'), 0o444);
    const run = await asUser(path('.'), () => lint('--fix', 'a.yml', 'b.yml'));
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain(`cannot mend ${path('b.yml')}: EACCES`);
    expect(readFileSync(path('a.yml'), 'utf8')).toBe(open);
    expect(readFileSync(path('b.yml'), 'utf8')).toContain('"8081:80"');
  });
});

/** Root may write everything; so root does it as somebody else, who owns the folder. */
async function asUser<T>(folder: string, act: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0 || !process.seteuid) return act();
  for (const name of ['.', 'a.yml']) chownSync(join(folder, name), 1234, 1234);
  process.seteuid(1234);
  try {
    return await act();
  } finally {
    process.seteuid(0);
  }
}
