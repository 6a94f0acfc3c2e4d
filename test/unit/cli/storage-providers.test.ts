import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';

/** Standard output as a terminal without colours. */
async function onTerminal(words: readonly string[]): Promise<string> {
  let text = '';
  const stdout = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, done) => {
        text += chunk.toString('utf8');
        done();
      },
    }),
    { isTTY: true, columns: 100 },
  );
  await runSmoke(words, { NO_COLOR: '1' }, { stdout });
  return text;
}

describe('smoke storage providers', () => {
  it('is a table of at most 100 columns on a terminal', async () => {
    const lines = (await onTerminal(['storage', 'providers'])).split('\n');
    expect(lines[0]).toMatch(/^name +provider +style +tags +expiry +regions$/);
    expect(lines.find((line) => line.startsWith('b2 '))).toMatch(
      /^b2 +Backblaze B2 +path +no +yes +us-west-001 us-west-002 .*…$/,
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('is plain lines with tabs in a pipe', async () => {
    const { stdout, exitCode } = await runSmoke(['storage', 'providers'], {});
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toContain(
      'tigris\tTigris\thttps://t3.storage.dev\tvirtual-host\tversioning\tsupported',
    );
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .every((line) => line.split('\t').length === 6),
    ).toBe(true);
  });

  it('is one object for machines, whole or for one provider', async () => {
    const all = JSON.parse((await runSmoke(['storage', 'providers', '--json'], {})).stdout);
    expect(all).toMatchObject({ version: 1, providers: expect.any(Array) });
    expect(all.providers).toHaveLength(21);
    const one = JSON.parse((await runSmoke(['storage', 'providers', 'r2', '--json'], {})).stdout);
    expect(one.providers).toMatchObject([
      { name: 'r2', title: 'Cloudflare R2', example: 'S3_ACCOUNT=… ./smoke -s ext --provider r2' },
    ]);
  });

  it('shows all about one, with notes and an example', async () => {
    const { stdout } = await runSmoke(['storage', 'providers', 'B2'], {});
    expect(stdout).toContain('Backblaze B2 (b2)\n');
    expect(stdout).toContain('https://s3.{region}.backblazeb2.com');
    expect(stdout).toContain('object-tagging');
    expect(stdout).toContain('The master key does not speak S3');
    expect(stdout).toContain('./smoke -s ext --provider b2 --region us-west-001');
    expect(stdout).toContain('smoke storage check decides');
  });

  it.each([
    ['bb', 'Did you mean b2?'],
    ['backblaze', 'Did you mean b2?'],
    ['cloudflare', 'Did you mean r2?'],
    ['akamai', 'Did you mean linode?'],
    ['hetzne', 'Did you mean hetzner?'],
    ['nobody', 'See what each is: smoke storage providers'],
  ])('%s is refused with what was probably meant', async (word, hint) => {
    const { exitCode, stderr } = await runSmoke(['storage', 'providers', word], {});
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`storage providers: got "${word}", expected one of aws, b2, r2`);
    expect(stderr).toContain(hint);
  });
});
