import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import { rules } from '../../../src/doctor/rules.ts';
import { factsOf, onDocker, silent, wantsFor } from './machines.ts';

describe('the table of rules', () => {
  it('must have one id a rule', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it('must be tested rule by rule', () => {
    const folder = 'test/unit/doctor/rules';
    const tests = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
    expect(rules.filter(({ id }) => !tests.some((text) => text.includes(`'${id}'`)))).toEqual([]);
  });

  it('must be in the documentation, word by word', () => {
    const page = readFileSync('docs/doctor.md', 'utf8').replaceAll('\\|', '|');
    const missing = rules.filter(
      ({ id, level, summary, why, cure }) =>
        !page.includes(`| ${[`\`${id}\``, level, summary, why, `\`${cure}\``].join(' | ')} |`),
    );
    expect(missing.map(({ id }) => id)).toEqual([]);
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id);
    expect(documented).toEqual(rules.map(({ id }) => id));
  });
});

describe('a diagnosis', () => {
  it.each([
    ['with Podman', factsOf()],
    ['with Docker', onDocker()],
  ])('must find nothing wrong where nothing is wrong: %s', (_, facts) => {
    const findings = diagnose(facts, wantsFor());
    expect(findings.filter(({ level }) => level !== 'fine')).toEqual([]);
    expect(findings.length).toBeGreaterThan(10);
  });

  it('must have what stops first, each with its reason and its cure', () => {
    const facts = factsOf({
      podman: silent('no podman on the PATH'),
      docker: silent('nothing answers at x'),
    });
    const findings = diagnose(facts, wantsFor({ variables: [{ name: 'KEY', help: 'a key' }] }));
    const levels = findings.map(({ level }) => level);
    expect(levels).toEqual([...levels].sort((a, b) => 'swf'.indexOf(a[0] ?? '') - 'swf'.indexOf(b[0] ?? '')));
    for (const { level, why, cure } of findings) {
      expect(Boolean(why && cure)).toBe(level !== 'fine');
    }
  });

  it('must not hand control characters of a file to a terminal', () => {
    const wants = wantsFor({ endedImages: [{ image: 'a\u001b[2J', state: 'frozen', why: 'b\u0007\nc' }] });
    const found = diagnose(factsOf(), wants).find(({ id }) => id === 'image-ended');
    expect(found).toMatchObject({ subject: 'image a [2J', why: 'b c' });
  });

  it('must say nothing against facts that cannot be known here', () => {
    const elsewhere = { isHere: false, hasNames: undefined, memoryBytes: undefined, root: undefined };
    const facts = factsOf({
      answer: elsewhere as object,
      host: {
        settings: {},
        disks: {},
        openFiles: undefined as never,
        isSelinuxEnforcing: undefined as never,
      },
      more: { platform: 'darwin', listeners: undefined, installer: 'brew' },
    });
    const kernel = [
      { service: 's', setting: 'vm.max_map_count', least: 262_144, why: 'maps', required: true },
    ];
    const sockets = [{ service: 's', path: '/run/x.sock', isUnlabelled: false }];
    const findings = diagnose(
      facts,
      wantsFor({ kernel, sockets, openFiles: [{ service: 's', count: 9e9 }] }),
    );
    expect(findings.filter(({ level }) => level !== 'fine')).toEqual([]);
    expect(findings.filter(({ seen }) => seen.startsWith('not known here')).map(({ id }) => id)).toEqual([
      'kernel-setting',
      'port-taken',
      'disk-space',
    ]);
  });
});
