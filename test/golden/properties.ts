// What holds for every manifest, whatever was chosen: each property is a check that throws.

import { expect } from 'vitest';
import { lintCompose } from '../../src/lint/lint.ts';
import type { Value } from '../../src/stack/manifest.ts';
import { collectReferences } from '../../src/stack/references.ts';
import { formsOf, list, map, namedVolume, strings } from './parts.ts';
import { type Printed, secret, servicesOf, wants } from './printed.ts';

/** Attributes that a provider drops or mistakes, or that bind a manifest to one machine. */
const neverEmitted = [
  'container_name',
  'configs',
  'secrets',
  'env_file',
  'extends',
  'build',
  'links',
  'network_mode',
  'profiles',
];

/** What `-t` takes that brings a sample which Cryostat finds by its labels. */
const foundByLabels = ['all', 'clojure-kit', 'quarkus-native', 'quarkus-petclinic'];

/** What is said of every manifest → the check. */
export const properties: Readonly<Record<string, (printed: Printed) => void>> = {
  'it waits only for services that are there, by conditions that they can meet': (printed) => {
    for (const [name, service] of servicesOf(printed)) {
      for (const [other, how] of Object.entries(map(service['depends_on']))) {
        const { condition } = map(how);
        const awaited = printed.manifest.services[other];
        expect(awaited, `${name} waits for ${other}`).toBeDefined();
        if (condition === 'service_healthy')
          expect(awaited?.['healthcheck'], `${name} waits for ${other}`).toBeDefined();
        else expect([condition, awaited?.['restart']]).toEqual(['service_completed_successfully', 'no']);
      }
    }
  },

  'it declares every volume that is mounted, and no other': (printed) => {
    const mounted = servicesOf(printed).flatMap(([, service]) =>
      list(service['volumes']).flatMap(namedVolume),
    );
    expect(Object.keys(printed.manifest.volumes ?? {}).sort()).toEqual([...new Set(mounted)].sort());
  },

  'no volume has a name that begins with the whole name of another one, which Podman would find': ({
    manifest,
  }) => {
    const names = Object.keys(manifest.volumes ?? {});
    for (const name of names) expect(names.filter((other) => other.startsWith(name))).toEqual([name]);
  },

  'it mounts nothing of this machine but an engine socket that is wanted': (printed) => {
    const { words, text } = printed;
    for (const [, service] of servicesOf(printed)) {
      for (const mount of list(service['volumes'])) {
        if (typeof mount === 'string') expect(namedVolume(mount)).toHaveLength(1);
        else
          expect(mount).toMatchObject({
            type: 'bind',
            source: expect.stringMatching(
              words.includes('podman') ? /^\$\{\w+:-\/.*podman\.sock/ : /^\$\{\w+:-\/.*docker\.sock/,
            ),
            bind: { create_host_path: false },
          });
      }
    }
    const isWanted =
      words.includes('--discovery') || foundByLabels.some((name) => wants(words, `-t ${name}`));
    expect(text.includes('type: bind')).toBe(isWanted);
    expect(text.includes('controls the engine')).toBe(text.includes('type: bind'));
  },

  'it writes every file that it lists, into volumes that their users wait for': (printed) => {
    const { environment, volumes } = map(printed.manifest.services['files']);
    const lines = String(map(environment)['FILES'])
      .split('\n')
      .map((line) => line.split(' '));
    for (const [variable = '', owner = '', mode = '', path = ''] of lines) {
      expect(strings(map(environment)[variable] ?? null)).toHaveLength(1);
      expect([owner, mode].join(' ')).toMatch(/^\d+:\d+ 0[0-7]{3}$/);
      const volume = path.split('/')[0] ?? '';
      expect(list(volumes)).toContain(`${volume}:/files/${volume}`);
      const users = servicesOf(printed).filter(
        ([name, service]) =>
          name !== 'files' && list(service['volumes']).flatMap(namedVolume).includes(volume),
      );
      expect(users, `users of ${volume}`).not.toEqual([]);
      for (const [, service] of users) {
        expect(map(service['depends_on'])).toHaveProperty('files');
        expect(map(service['labels'])).toHaveProperty(['smoke.files']);
      }
    }
  },

  'it writes every certificate whole': (printed) => {
    const environment = map(map(printed.manifest.services['files'])['environment']);
    for (const line of String(environment['FILES']).split('\n')) {
      const [variable = '', , , path = ''] = line.split(' ');
      if (!/\.(crt|key|pem|p12|cer)$/.test(path)) continue;
      expect(Buffer.from(String(environment[variable]), 'base64').toString('utf8'), path).toMatch(
        /for tests/,
      );
    }
  },

  'its images have a tag that does not move, where one is known': (printed) => {
    for (const [name, { image }] of servicesOf(printed)) {
      const moves =
        /^quay\.io\/((redhat-java-monitoring\/[\w.-]+|sclorg\/postgresql-15-c9s):latest|ceph\/demo:latest-squid)$/.test(
          String(image),
        );
      if (!moves) expect(image, name).toMatch(/^[a-z0-9.-]+\/.+:(?!latest)[\w.-]+$/);
    }
  },

  'it publishes each port once, on the loopback only, and no JMX': (printed) => {
    const ports = servicesOf(printed).flatMap(([, service]) => list(service['ports']).map(String));
    expect(ports).not.toEqual([]);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    const published = ports.map((port) => port.split(':')[1]);
    expect([...new Set(published)]).toEqual(published);
    expect(
      ports.filter((port) => /:(909[1-9]|7000|7001|8761|8766|9292|11223|11224)$/.test(port)),
      'no JMX',
    ).toEqual([]);
  },

  'it has no attribute that some provider drops': (printed) => {
    for (const [, service] of servicesOf(printed))
      expect(Object.keys(service).filter((key) => neverEmitted.includes(key))).toEqual([]);
    expect(printed.text).not.toMatch(/start_interval|external:|:[UZz]"?$/m);
  },

  'what lasts is restarted, and has a health check without spaces in its arguments': (printed) => {
    const ends = new Set(
      servicesOf(printed).flatMap(([, service]) =>
        Object.entries(map(service['depends_on']))
          .filter(([, how]) => map(how)['condition'] === 'service_completed_successfully')
          .map(([name]) => name),
      ),
    );
    for (const [name, service] of servicesOf(printed)) {
      if (ends.has(name)) {
        expect(service['restart'], name).toBe('no');
        continue;
      }
      const { test, interval, retries } = map(service['healthcheck']);
      expect(service['restart'], name).toBe('unless-stopped');
      expect([list(test)[0], interval, Number(retries) >= 10], name).toEqual([
        'CMD',
        expect.stringMatching(/^\d+s$/),
        true,
      ]);
      for (const argument of list(test)) expect(String(argument), name).not.toMatch(/\s/);
    }
  },

  'it has no password of the user and no credential of a provider, in no form': ({ text }) => {
    for (const value of [
      secret.AWS_ACCESS_KEY_ID,
      secret.AWS_SECRET_ACCESS_KEY,
      secret.AWS_SESSION_TOKEN,
      secret.CRYOSTAT_PASS,
    ])
      for (const form of formsOf(value)) expect(text.includes(form), form).toBe(false);
    expect(text.includes('key of the CA')).toBe(false);
  },

  'it has no dollar sign that Compose would take for a variable by mistake': ({ manifest }) => {
    const known = [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'CRYOSTAT_PASS',
      'CRYOSTAT_ENGINE_SOCKET',
      'XDG_RUNTIME_DIR',
    ];
    for (const { name, fallback, help } of collectReferences(manifest)) {
      expect(known).toContain(name);
      expect(fallback ?? help, name).toMatch(/./);
    }
    const rest = strings(manifest as unknown as Value).map((value) =>
      value.replaceAll('$$', '').replaceAll(/\$\{\w+:[-?][^${}]*\}/g, ''),
    );
    expect(rest.filter((value) => value.includes('$'))).toEqual([]);
  },

  'lint has nothing to say, but that some tags move': ({ text }) => {
    const findings = lintCompose(text, 'compose.yml').filter(
      ({ rule, severity }) => !(rule === 'moving-tag' && severity !== 'error'),
    );
    expect(findings.map(({ rule, line, message }) => `${line}: ${rule}: ${message}`)).toEqual([]);
  },
};
