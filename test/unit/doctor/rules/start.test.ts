import { describe, expect, it } from 'vitest';
import type { EngineAnswer, Facts, StateFacts, StorageFacts } from '../../../../src/doctor/facts.ts';
import type { Wants } from '../../../../src/doctor/wants.ts';
import { factsOf, said, wantsFor } from '../machines.ts';

const endpoint = 'https://s3.example.net';
const storage = (more: Partial<StorageFacts>): Facts => factsOf({ more: { storage: { endpoint, ...more } } });
const clock = (skewSeconds: number): Facts => storage({ skewSeconds });

describe('a storage outside of the stack', () => {
  it.each<[string, Facts, string[]]>([
    ['storage-silent', factsOf(), []],
    ['storage-silent', storage({}), [`fine storage ${endpoint}: answers`]],
    [
      'storage-silent',
      storage({ problem: 'nothing listens there' }),
      [`stops storage ${endpoint}: nothing listens there → curl --head --verbose ${endpoint}`],
    ],
    ['storage-clock', storage({}), []],
    ['storage-clock', clock(-60), ['fine clock of the storage: 1 min apart']],
    [
      'storage-clock',
      clock(61),
      ['warns clock of the storage: 1 min 1 s ahead of the one here → sudo timedatectl set-ntp true'],
    ],
    [
      'storage-clock',
      clock(-900),
      ['warns clock of the storage: 15 min behind the one here → sudo timedatectl set-ntp true'],
    ],
    [
      'storage-clock',
      clock(-901),
      ['stops clock of the storage: 15 min 1 s behind the one here → sudo timedatectl set-ntp true'],
    ],
  ])("'%s': %#", (id, facts, expected) => {
    expect(said(id, facts)).toEqual(expected);
  });
});

describe("'volumes-of-another'", () => {
  const path = '/home/u/.local/state/smoke/cryostat.json';
  const made = new Date('2026-03-01T12:00:00Z');
  const volume = (name: string): EngineAnswer['volumes'][number] => ({
    name: `cryostat_${name}`,
    volume: name,
    createdAt: made,
  });
  const kept = (state: Partial<StateFacts>, name = 'database-data'): Facts =>
    factsOf({ answer: { volumes: [volume(name)] }, state });
  const missing = { identity: { path, is: 'missing' } } as const;

  it.each<[string, Facts, Partial<Wants>, string[]]>([
    ['no volume', factsOf({ state: missing }), {}, []],
    ['a volume that holds no data', kept(missing, 'ca'), {}, []],
    ['a stack with secrets of its own', kept(missing), { isFromFlags: false }, []],
    [
      'what is remembered',
      kept({}),
      {},
      ['fine volume cryostat_database-data: on Podman 5.4.1, with secrets that are remembered'],
    ],
    [
      'nothing is remembered, and no manifest is left',
      kept(missing),
      {},
      [
        `stops volume cryostat_database-data: on Podman 5.4.1, without ${path} → smoke down --volumes -c podman`,
      ],
    ],
    [
      'nothing is remembered, and a manifest is',
      kept({ ...missing, keptManifest: '/state/cryostat.yml' }),
      {},
      [
        `stops volume cryostat_database-data: on Podman 5.4.1, without ${path} → ./smoke -s garage --identity-from /state/cryostat.yml -o compose.yml`,
      ],
    ],
    [
      'what is remembered is newer',
      kept({ identityMadeAt: new Date('2026-03-01T12:00:06Z') }),
      {},
      [
        `stops volume cryostat_database-data: on Podman 5.4.1, older than ${path} → smoke down --volumes -c podman`,
      ],
    ],
    [
      'what is remembered is newer, and a manifest is left',
      kept({ identityMadeAt: new Date('2026-03-01T12:00:06Z'), keptManifest: '/state/cryostat.yml' }),
      {},
      [
        `stops volume cryostat_database-data: on Podman 5.4.1, older than ${path} → ./smoke -s garage --fresh --identity-from /state/cryostat.yml -o compose.yml`,
      ],
    ],
    [
      'two volumes are left',
      factsOf({ answer: { volumes: [volume('database-data'), volume('s3-data')] }, state: missing }),
      { dataVolumes: ['database-data', 's3-data'] },
      [
        `stops volumes cryostat_database-data, cryostat_s3-data: on Podman 5.4.1, without ${path} → smoke down --volumes -c podman`,
      ],
    ],
    [
      'both were made by one start',
      kept({ identityMadeAt: new Date('2026-03-01T12:00:05Z') }),
      {},
      ['fine volume cryostat_database-data: on Podman 5.4.1, with secrets that are remembered'],
    ],
    [
      'new secrets are wanted',
      kept({}),
      { isFresh: true, project: 'mine' },
      [
        'stops volume cryostat_database-data: on Podman 5.4.1, and --fresh makes new secrets → smoke down --volumes -c podman --project mine',
      ],
    ],
  ])('%s', (_, facts, wants, expected) => {
    expect(said('volumes-of-another', facts, wantsFor(wants))).toEqual(expected);
  });

  it("'identity-damaged' must be said instead", () => {
    const facts = kept({ identity: { path, is: 'damaged' } });
    expect(said('volumes-of-another', facts)).toEqual([]);
    expect(said('identity-damaged', facts)).toEqual([
      `stops ${path}: not as smoke wrote it, or not to be read → ./smoke -s garage --fresh -o compose.yml`,
    ]);
    expect(said('identity-damaged', factsOf())).toEqual([]);
  });
});

describe('what else a start needs', () => {
  it("'state-folder' must be writable", () => {
    expect(said('state-folder', factsOf())).toEqual(['fine /home/u/.local/state/smoke: can be written to']);
    expect(said('state-folder', factsOf({ state: { problem: '/home/u cannot be written to' } }))).toEqual([
      'stops /home/u/.local/state/smoke: /home/u cannot be written to → export XDG_STATE_HOME="$(mktemp -d)"',
    ]);
  });

  it("'start-variables' must be set", () => {
    const variables = [{ name: 'AWS_ACCESS_KEY_ID', help: 'the access key id' }];
    expect(said('start-variables', factsOf(), wantsFor({ variables }))).toEqual([
      'warns AWS_ACCESS_KEY_ID: not set, expected the access key id → export AWS_ACCESS_KEY_ID=…',
    ]);
    expect(said('start-variables', factsOf())).toEqual([]);
  });
});
