import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { thisProcess } from '../../../src/owner-lock.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { known, shell } from './shell.ts';

/** A tool that says its port by its number, but for a text in which only a name tells what it means. */
const mine = `
x-smoke:
  kind: tool
  summary: mine
  urls:
    - { name: Mine, url: "http://localhost:7500/page", service: mine }
  probes:
    - { name: mine listens, kind: tcp, service: mine, host: 127.0.0.1, port: 7500 }
services:
  mine:
    image: registry.example.net/mine:1
    restart: unless-stopped
    ports: ["7500:80"]
    environment:
      ROOT_URL: http://localhost:\${PORT_7500}/page
      INSIDE: http://localhost:7500/
    healthcheck: { test: [CMD, /check], interval: 2s, retries: 60 }
`;

describe('--ports auto', () => {
  const words = '-s none -p -G --tools ./mine.yml --ports auto';
  const withMine = () => {
    const folder = temporaryFolder({ ...known, 'mine.yml': mine });
    return { ...shell({}, folder), words: words.replace('./mine.yml', join(folder, 'mine.yml')), folder };
  };

  it('moves the ports of a fragment of one’s own', async () => {
    const { manifest, words } = withMine();
    const { services, 'x-smoke': notes } = await manifest(words);
    const [, port = ''] = /^127\.0\.0\.1:(\d+):80$/.exec(String(services['mine']?.['ports'])) ?? [];
    expect(Number(port)).not.toBe(7500);
    expect(notes?.urls.at(-1)?.url).toBe(`http://localhost:${port}/page`);
    expect(notes?.probes.at(-1)).toMatchObject({ port: Number(port) });
    expect(services['mine']?.['environment']).toEqual({
      ROOT_URL: `http://localhost:${port}/page`,
      INSIDE: 'http://localhost:7500/',
    });
  });

  it('remembers the ports by project, and is part of the command that makes the manifest again', async () => {
    const { smoke, folder, words } = withMine();
    const once = await smoke(words);
    expect(await smoke(words)).toEqual(once);
    expect(once.stdout).toContain('--ports auto');
    const memory = JSON.parse(readFileSync(join(folder, 'state/smoke/cryostat.run.json'), 'utf8'));
    expect(Object.keys(memory.ports)).toEqual(['7500', '8080']);
    expect(existsSync(join(folder, 'state/smoke/ports.reserved'))).toBe(false);
  });

  it('remembers nothing of a dry run', async () => {
    const { smoke, folder, words } = withMine();
    expect((await smoke(`${words} --dry-run`)).exitCode).toBe(0);
    expect(existsSync(join(folder, 'state/smoke/cryostat.run.json'))).toBe(false);
  });

  it.each([
    ['--ports autp', 'got "autp", expected auto, which moves every published port'],
    ['--ports 8080', 'got "8080", expected auto'],
    ['--ports auto --format kubernetes', 'a cluster publishes no port of this machine'],
    ['--ports auto --format helm', 'a cluster publishes no port of this machine'],
  ])('is refused where it means nothing: %s', async (words, message) => {
    const { exitCode, stdout, stderr } = await shell().smoke(words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('a project that another run is at work on', () => {
  it.each(['up -s none', 'down', 'volumes import'])('is left alone by %s', async (words) => {
    const { smoke, folder } = shell();
    const holder = { ...thisProcess(), verb: 'up', since: '2026-11-29T10:00:00.000Z' };
    writeFileSync(join(folder, 'state/smoke/cryostat.lock'), JSON.stringify(holder));
    writeFileSync(
      join(folder, 'state/smoke/cryostat.yml'),
      'name: cryostat\nservices: { a: { image: "a:1" } }\n',
    );
    const { exitCode, stderr } = await smoke(words);
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringContaining(`smoke up (pid ${process.pid}) is at work`),
    ]);
  });

  it('keeps its identity when up --fresh is refused', async () => {
    const { smoke, folder, identity } = shell();
    const before = readFileSync(identity, 'utf8');
    const holder = { ...thisProcess(), verb: 'up', since: '' };
    writeFileSync(join(folder, 'state/smoke/cryostat.lock'), JSON.stringify(holder));
    expect((await smoke('up -s none --fresh')).exitCode).toBe(3);
    expect(readFileSync(identity, 'utf8')).toBe(before);
  });
});
