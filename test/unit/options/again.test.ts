import { describe, expect, it } from 'vitest';
import { commandAgain } from '../../../src/options/again.ts';
import type { Flags } from '../../../src/options/flags.ts';
import { readOptions } from '../../../src/options/options.ts';

const again = (flags: Flags, variables: Record<string, string> = {}, home = '/home/zoe', environment = {}) =>
  commandAgain(readOptions(flags, environment), variables, home);

describe('the command that makes a manifest again', () => {
  it.each<[string, Flags, string]>([
    ['is short for the default', {}, './smoke'],
    ['names the storage', { storage: 'garage' }, './smoke -s garage'],
    ['leaves the default storage out', { storage: 'seaweed' }, './smoke'],
    [
      'names a provider and a region, and so the storage',
      { provider: 'b2', region: 'us-west-004' },
      './smoke -s ext --provider b2 --region us-west-004',
    ],
    ['says -p', { proxy: false }, './smoke -p'],
    ['says -k', { tls: false }, './smoke -k'],
    ['says --discovery', { discovery: true }, './smoke --discovery'],
    ['says --discovery -c podman', { discovery: true, engine: 'podman' }, './smoke --discovery -c podman'],
    ['says -v as often as it was', { verbose: 2 }, './smoke -vv'],
    ['says -V', { keepVolumes: true }, './smoke -V'],
    ['says --project', { project: 'mine' }, './smoke --project mine'],
    ['says --bind', { bind: '::1' }, './smoke --bind ::1'],
    ['says -A', { agentTls: false }, './smoke -A'],
    ['says -G', { grafana: false }, './smoke -G'],
    ['says -r with its number', { reports: true }, './smoke -r 1'],
    ['says -X', { developmentAids: true }, './smoke -X'],
    ['says --tools', { tools: 'a,/home/zoe/b.yml' }, './smoke --tools a,~/b.yml'],
    ['says -t', { samples: true }, './smoke -t all'],
    [
      'says -c podman where a sample may need its socket',
      { samples: 'a', engine: 'podman' },
      './smoke -c podman -t a',
    ],
    ['leaves an engine out that decides nothing', { engine: 'podman' }, './smoke'],
    ['quotes for a shell', { storage: "./it's mine.yml" }, "./smoke -s './it'\\''s mine.yml'"],
    ['has no home path', { storage: '/home/zoe/mine.yml' }, './smoke -s ~/mine.yml'],
    [
      'leaves a path that only begins like the home',
      { storage: '/home/zoey/mine.yml' },
      './smoke -s /home/zoey/mine.yml',
    ],
  ])('%s', (_, flags, expected) => {
    expect(again(flags)).toBe(expected);
  });

  it('has the variables before it', () => {
    expect(again({ storage: 'ext' }, { S3_ENDPOINT: 'https://s3.example.net', X: 'a $b' })).toBe(
      "S3_ENDPOINT=https://s3.example.net X='a $b' ./smoke -s ext",
    );
  });

  it('means flags where the old variables were used', () => {
    expect(again({}, {}, '', { USE_TLS: 'false', COMPOSE_PROJECT_NAME: 'mine', KEEP_VOLUMES: 'true' })).toBe(
      './smoke -k -V --project mine',
    );
  });

  it.each([
    ['https://hunter2:s3cr3t@proxy.example.net', 'X=https://proxy.example.net ./smoke'],
    ['a//hunter2@b//s3cr3t@c', 'X=a//b//c ./smoke'],
    ['/home/zoe/x:/home/zoe', 'X=~/x:~ ./smoke'],
  ])('has no user in an address, and no home path: %s', (value, expected) => {
    expect(again({}, { X: value })).toBe(expected);
  });

  it('knows a home with a slash at its end and a dot in it', () => {
    expect(again({}, { X: '/home/z.oe/a:/home/zzoe' }, '/home/z.oe/')).toBe('X=~/a:/home/zzoe ./smoke');
  });

  it('repeats the places that were named', () => {
    const places = { identity: '/home/zoe/id.json', content: 'my content', lockFile: '/home/zoe/team.lock' };
    expect(commandAgain(readOptions({}, {}), {}, '/home/zoe', places)).toBe(
      "./smoke --identity ~/id.json --content 'my content' --lock-file ~/team.lock",
    );
  });

  it.each(['/', ''])('leaves paths alone where the home is %j', (home) => {
    expect(again({}, { X: '/a/b' }, home)).toBe('X=/a/b ./smoke');
  });
});
