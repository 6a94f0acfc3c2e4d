import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandFor, findBrowser } from '../../../src/run/browser.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const note = '#!/bin/sh\nfor word; do echo "$word" >> "$(dirname "$0")/words"; done\n';

/** A PATH with programs that note their words, one to a line. */
function path(...programs: string[]) {
  const folder = temporaryFolder(Object.fromEntries(programs.map((name) => [name, note])));
  for (const name of programs) chmodSync(join(folder, name), 0o755);
  const words = () =>
    existsSync(join(folder, 'words')) ? readFileSync(join(folder, 'words'), 'utf8').trim().split('\n') : [];
  return { folder, words, PATH: `${folder}:/usr/bin:/bin` };
}

async function openIn(env: Record<string, string>, platform: NodeJS.Platform = 'linux') {
  const found = findBrowser(env, platform);
  if ('missing' in found) throw new Error(found.missing);
  return await found.open('https://localhost:8443/?a=1;b=$(id)&c');
}

describe('the browser', () => {
  it('gets the address as one word, and no shell sees it', async () => {
    const { PATH, words } = path('xdg-open');
    expect(await openIn({ PATH, DISPLAY: ':0' })).toBeUndefined();
    expect(words()).toEqual(['https://localhost:8443/?a=1;b=$(id)&c']);
  });

  it('is the one in $BROWSER, with its words, the first that is there', async () => {
    const { PATH, words } = path('mine', 'xdg-open');
    await openIn({ PATH, BROWSER: 'not-there:mine --new-tab:xdg-open' });
    expect(words()).toEqual(['--new-tab', 'https://localhost:8443/?a=1;b=$(id)&c']);
  });

  it('is open on macOS, and wslview on WSL', async () => {
    const mac = path('open');
    await openIn({ PATH: mac.PATH }, 'darwin');
    expect(mac.words()).toHaveLength(1);
    const wsl = path('wslview');
    await openIn({ PATH: wsl.PATH, WSL_DISTRO_NAME: 'Debian' });
    expect(wsl.words()).toHaveLength(1);
  });

  it.each([
    ['a display', {}, /no display/],
    ['a program', { DISPLAY: ':0', PATH: '/nowhere' }, /xdg-open is not on the PATH/],
  ])('is missing without %s', (_, env, reason) => {
    expect(findBrowser(env, 'linux')).toEqual({ missing: expect.stringMatching(reason) });
  });

  it('tells when it ends with an error', async () => {
    const BROWSER = join(temporaryFolder({ bad: '#!/bin/sh\nexit 3\n' }), 'bad');
    chmodSync(BROWSER, 0o755);
    expect(await openIn({ BROWSER })).toBe(`${BROWSER} ended with 3`);
  });

  it('may have a place for the address', () => {
    expect(commandFor(['b', '-u=%s', '-x'], 'http://a/$&')).toEqual(['b', '-u=http://a/$&', '-x']);
  });
});
