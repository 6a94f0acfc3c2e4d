import { describe, expect, it } from 'vitest';
import type { Io } from '../../../src/io.ts';
import type { StackSource } from '../../../src/run/read-source.ts';
import { withStorageCredentials } from '../../../src/run/storage-credentials.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const home = () =>
  temporaryFolder({
    '.aws/credentials':
      '[work]\naws_access_key_id = WORK\naws_secret_access_key = secret\naws_session_token = token\n',
  });

/** An Io whose environment names the profile. */
function ioWith(env: Io['env'] = {}): { io: Io; said: () => string } {
  let text = '';
  const stderr = { write: (line: string) => (text += line) };
  const io = {
    env: { HOME: home(), AWS_PROFILE: 'work', ...env },
    signal: new AbortController().signal,
    stderr,
  };
  return { io: io as unknown as Io, said: () => text };
}

const stack = (reference: string): StackSource =>
  ({
    manifest: { name: 'one', services: { app: { environment: { A: reference } } } },
  }) as unknown as StackSource;

describe('the keys of a profile', () => {
  it.each([
    ['-s ext', { storage: 'ext' }],
    ['--provider', { provider: 'b2' }],
    ['a fragment of the user', { storage: './mine.yml' }],
  ])('are found for %s', async (_, flags) => {
    const { io } = ioWith();
    expect((await withStorageCredentials(flags, io)).env).toMatchObject({
      AWS_ACCESS_KEY_ID: 'WORK',
      AWS_SESSION_TOKEN: 'token',
    });
  });

  it.each([
    ['a storage of the stack', { storage: 'garage' }],
    ['no flags', {}],
    ['a file', { file: 'compose.yml', storage: 'ext' }],
  ])('are not looked for with %s', async (_, flags) => {
    const { io } = ioWith({ AWS_PROFILE: 'missing' });
    expect(await withStorageCredentials(flags, io)).toBe(io);
  });

  it('are found for a manifest that wants them, with a warning where their token gets lost', async () => {
    const { io, said } = ioWith();
    const found = await withStorageCredentials({}, io, stack('${AWS_ACCESS_KEY_ID:?the key}'));
    expect(found.env['AWS_ACCESS_KEY_ID']).toBe('WORK');
    expect(said()).toContain('these keys need a session token, which this manifest does not pass on');
  });

  it('are not looked for with a manifest that wants none', async () => {
    const { io } = ioWith({ AWS_PROFILE: 'missing' });
    expect(await withStorageCredentials({}, io, stack('plain'))).toBe(io);
  });
});
