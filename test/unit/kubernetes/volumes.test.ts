import { describe, expect, it } from 'vitest';
import { identity } from '../stack/parts.ts';
import { objectsOf } from './stacks.ts';

const server = { image: 'server:1', restart: 'unless-stopped' };
const pod = 'spec.template.spec';
const owner = { owner: '26:0', mode: '0770' };
const files = {
  'tls/tls.key': { content: '${TOKEN}', owner: '26:26', mode: '0600' },
  'tls/tls.crt': { content: 'public', mode: '0444' },
};
const secrets = { TOKEN: { pattern: '[a-z]{8}' } };
const own = { identity: identity({ TOKEN: 'sesame-secret' }) };
const db = { ...server, volumes: ['data:/data', 'tls:/tls:ro'] };

describe('a volume', () => {
  it('belongs to the group of its owner, as whom the pod runs', () => {
    const { find } = objectsOf({ db }, { volumes: { data: { role: 'data', ...owner } } });
    expect(find('StatefulSet', 'db', `${pod}.securityContext`)).toEqual({
      runAsNonRoot: true,
      runAsUser: 26,
      runAsGroup: 0,
      fsGroup: 0,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
  it('of files that only their owner may read is filled by a copy, without root', () => {
    const volumes = { data: { role: 'data', ...owner } } as const;
    const { find, names } = objectsOf({ db }, { volumes, files, secrets }, own);
    expect(names.filter((name) => name.endsWith('test-tls'))).toEqual([
      'ConfigMap test-tls',
      'Secret test-tls',
    ]);
    const lines = ['0600 - /from/tls/tls.key /to/tls/tls.key', '0444 - /from/tls/tls.crt /to/tls/tls.crt'];
    expect(find('StatefulSet', 'db', `${pod}.initContainers.0`)).toMatchObject({
      env: [{ name: 'FILES', value: lines.join('\n') }],
      securityContext: { runAsNonRoot: true },
    });
  });
  it("whose files are another one's needs root for a moment, which is said", () => {
    const security = { db: { user: '99:99' } };
    const { find, losses } = objectsOf({ db }, { security, files, secrets }, own);
    expect(find('StatefulSet', 'db', `${pod}.initContainers.0.securityContext`)).toMatchObject({
      runAsUser: 0,
      capabilities: { drop: ['ALL'], add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] },
    });
    expect(losses.join()).toMatch(/db: an init container runs as root/);
  });
  it('of files that cannot be written to is told, and none that is copied into a folder', () => {
    const lossesAt = (mode: string): string => {
      const web = { ...server, user: '26:26', volumes: ['conf:/conf'] };
      return objectsOf(
        { web },
        { files: { 'conf/a': { content: 'x', mode, owner: '26:26' } } },
      ).losses.join();
    };
    expect(lossesAt('0444')).toContain(
      'web: it cannot write to /conf, since the files of conf are a ConfigMap',
    );
    expect(lossesAt('0400')).not.toContain('cannot write');
  });
  it('of public files is a ConfigMap, as it is', () => {
    const same = { 'tls/a/b': { content: 'x' }, 'tls/a_b': { content: 'y' } };
    const { find } = objectsOf({ db }, { files: same });
    expect(find('ConfigMap', 'test-tls', 'data')).toEqual({ a_b: 'x', 'a_b.2': 'y' });
    expect(find('StatefulSet', 'db', `${pod}.volumes`)).toContainEqual({
      name: 'tls',
      configMap: {
        name: 'test-tls',
        items: [
          { key: 'a_b', path: 'a/b', mode: 0o444 },
          { key: 'a_b.2', path: 'a_b', mode: 0o444 },
        ],
      },
    });
  });
  it('that several pods mount is for several nodes, and has the class for that', () => {
    const volumes = {
      both: { role: 'data', size: '3Gi', access: 'shared' },
      mine: { role: 'data', size: '500Mi' },
    } as const;
    const { find } = objectsOf(
      { a: { ...server, volumes: ['both:/x', 'mine:/y'] }, b: { ...server, volumes: ['both:/x'] } },
      { volumes },
      { classes: { file: 'nfs', block: 'fast' }, quota: true },
    );
    const spec = (name: string) => find('PersistentVolumeClaim', `test-${name}`, 'spec');
    expect(spec('both')).toMatchObject({ accessModes: ['ReadWriteMany'], storageClassName: 'nfs' });
    expect(spec('mine')).toMatchObject({ accessModes: ['ReadWriteOnce'], storageClassName: 'fast' });
    expect(find('ResourceQuota', 'test-storage', 'spec.hard')).toEqual({
      'requests.storage': '3572Mi',
      persistentvolumeclaims: '2',
      'nfs.storageclass.storage.k8s.io/requests.storage': '3Gi',
      'nfs.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      'fast.storageclass.storage.k8s.io/requests.storage': '500Mi',
      'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
    });
  });
  it('is mounted at the folder that Compose names, and folders in memory keep their size', () => {
    const part = (subpath: string) => ({
      type: 'volume',
      source: 'data',
      target: `/${subpath}`,
      volume: { subpath },
    });
    const long = { type: 'tmpfs', target: '/m', tmpfs: { size: 1048576 } };
    const web = {
      ...server,
      volumes: [part('one'), part('two'), long],
      tmpfs: ['/t:size=10m,mode=1777', '/u'],
    };
    const { find } = objectsOf({ web }, { volumes: { data: { role: 'data' } } });
    expect(find('StatefulSet', 'web', `${pod}.containers.0.volumeMounts`)).toMatchObject([
      { name: 'data', mountPath: '/one', subPath: 'one' },
      { name: 'data', mountPath: '/two', subPath: 'two' },
      { mountPath: '/m' },
      { mountPath: '/t' },
      { mountPath: '/u' },
    ]);
    const folders = find('StatefulSet', 'web', `${pod}.volumes`) as { emptyDir?: unknown }[];
    expect(folders.flatMap(({ emptyDir }) => emptyDir ?? [])).toEqual([
      { medium: 'Memory', sizeLimit: '1Mi' },
      { medium: 'Memory', sizeLimit: '10Mi' },
      { medium: 'Memory' },
    ]);
  });
  it.each(['/var/run/docker.sock:/var/run/docker.sock', './here:/there', '~/x:/y:ro', '${HOME}/x:/y'])(
    'that is a place of the host is left out and reported: %s',
    (mount) => {
      const parameters = { HOME: { at: 'start', default: '/root', help: 'home' } } as const;
      const { objects, losses } = objectsOf({ web: { ...server, volumes: [mount] } }, { parameters });
      expect(JSON.stringify(objects)).not.toMatch(/hostPath|sock|"\/y|there/);
      expect(losses.join()).toMatch(/of the host is not mounted/);
    },
  );
});
