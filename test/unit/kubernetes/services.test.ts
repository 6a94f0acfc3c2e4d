import { describe, expect, it } from 'vitest';
import { publishedPorts } from '../../../src/kubernetes/services.ts';
import { identity } from '../stack/parts.ts';
import { objectsOf } from './stacks.ts';

const server = { image: 'server:1', restart: 'unless-stopped' };
const pod = 'spec.template.spec';
const container = `${pod}.containers.0`;

describe('a service', () => {
  it('that alone writes data is a StatefulSet with one pod, and others are Deployments', () => {
    const { names } = objectsOf(
      { db: { ...server, volumes: ['data:/data'] }, web: { ...server, ports: ['80:80'] } },
      { volumes: { data: { role: 'data', size: '2Gi' } } },
    );
    expect(names).toEqual([
      'PersistentVolumeClaim test-data',
      'Service web',
      'StatefulSet db',
      'Deployment web',
    ]);
  });
  it('is reached by its name, its host name and its aliases, on the ports by which any text calls it', () => {
    const { find } = objectsOf({
      db: { ...server, hostname: 'database', networks: { default: { aliases: ['sql'] } } },
      web: { ...server, environment: { URL: 'jdbc:db:5432/x', OTHER: 'http://database', LAST: 'sql:99' } },
    });
    for (const name of ['db', 'database', 'sql'])
      expect(find('Service', name, 'spec.ports')).toMatchObject([{ port: 80 }, { port: 99 }, { port: 5432 }]);
  });
  it.each([
    ['8080:80', '8080', 80],
    ['127.0.0.1:8080:80', '8080', 80],
    ['[::1]:8080:80/udp', '8080', 80],
    ['80', '80', 80],
  ])('that publishes %s is at %s of this machine, and at %s in the cluster', (text, published, number) => {
    expect(publishedPorts({ ports: [text] })).toMatchObject([{ published, number }]);
  });
  it('has every port of a range, each at its own place of this machine', () => {
    const ports = publishedPorts({ ports: ['5000-5200:4000-4200'] });
    expect(ports).toHaveLength(201);
    expect(ports.at(-1)).toMatchObject({ published: '5200', number: 4200 });
  });
  it('with data has one pod, and the losses say so', () => {
    const { find, losses } = objectsOf(
      { db: { ...server, volumes: ['data:/data'], deploy: { replicas: 3 } } },
      { volumes: { data: { role: 'data', size: '2Gi' } } },
    );
    expect(find('StatefulSet', 'db', 'spec.replicas')).toBe(1);
    expect(losses).toContain('db: one pod instead of 3, since each of them would write its data');
  });
  it('has its ports in their own protocols', () => {
    const { find } = objectsOf({ dns: { ...server, ports: ['53:53/sctp', '53:53/udp', '53:53'] } });
    expect(find('Service', 'dns', 'spec.ports')).toMatchObject([
      { name: 'sctp-53', protocol: 'SCTP' },
      { name: 'udp-53', protocol: 'UDP' },
      { name: 'tcp-53', protocol: 'TCP' },
    ]);
  });
  it('may have an alias that is no name of a host', () => {
    const { losses } = objectsOf({ db: { ...server, networks: { default: { aliases: ['a(b'] } } } });
    expect(losses).toContain('db: nobody reaches it as a(b, which cannot be the name of a Service');
  });
  it('gets no variables of other services, and no token', () => {
    const { find } = objectsOf({ web: server });
    expect(find('Deployment', 'web', pod)).toMatchObject({
      enableServiceLinks: false,
      automountServiceAccountToken: false,
    });
  });
  it('waits for those that have to be healthy, as nobody', () => {
    const { find } = objectsOf({
      db: { ...server, expose: ['5432'] },
      web: { ...server, depends_on: { db: { condition: 'service_healthy' } } },
    });
    expect(find('Deployment', 'web', `${pod}.initContainers.0`)).toMatchObject({
      env: [{ name: 'ADDRESSES', value: 'db:5432' }],
      securityContext: { runAsNonRoot: true, runAsUser: 65534 },
    });
  });
  it.each(['my_db', 'Db', '1db'])('called %s is refused: others call it by that name', (name) => {
    expect(() => objectsOf({ [name]: server })).toThrow(/got the service/);
  });
  it('that is built here is refused: no cluster could pull it', () => {
    expect(() => objectsOf({ web: { build: '.' } })).toThrow(/"web" is built here, expected an image/);
  });
  it('may not have the host name of another one', () => {
    expect(() => objectsOf({ a: server, b: { ...server, hostname: 'a' } })).toThrow(/both called a/);
  });
});

describe('a secret', () => {
  const secrets = { TOKEN: { pattern: '[a-z]{8}' } };
  const own = { identity: identity({ TOKEN: 'sesame-secret' }) };

  it('comes by reference into variables, alone or as a part of them', () => {
    const environment = { A: '${TOKEN}', B: 'user:${TOKEN}', C: 'plain', D: '' };
    const { find } = objectsOf({ web: { ...server, environment } }, { secrets }, own);
    expect(find('Deployment', 'web', `${container}.env`)).toEqual([
      { name: 'A', valueFrom: { secretKeyRef: { name: 'test-env', key: 'TOKEN' } } },
      { name: 'B', valueFrom: { secretKeyRef: { name: 'test-env', key: 'web.B' } } },
      { name: 'C', value: 'plain' },
      { name: 'D' },
    ]);
    expect(find('Secret', 'test-env', 'stringData')).toEqual({
      TOKEN: 'sesame-secret',
      'web.B': 'user:sesame-secret',
    });
  });
  it('comes by a variable into a command', () => {
    const { find } = objectsOf({ web: { ...server, command: ['--token', '${TOKEN}'] } }, { secrets }, own);
    expect(find('Deployment', 'web', `${container}.args`)).toEqual(['--token', '$(SMOKE_ARGUMENT_1)']);
    expect(find('Deployment', 'web', `${container}.env.0.valueFrom.secretKeyRef`)).toEqual({
      name: 'test-env',
      key: 'TOKEN',
    });
  });
  it('of a provider comes by a variable into a command as well, and into no check', () => {
    const parameters = { KEY: { at: 'start', help: 'the key' } } as const;
    const web = { ...server, command: 'serve --key=${KEY}', healthcheck: { test: 'ask ${KEY}' } };
    const { find, losses } = objectsOf({ web }, { parameters });
    expect(find('Deployment', 'web', `${container}.args`)).toEqual(['serve', '$(SMOKE_ARGUMENT_1)']);
    expect(find('Deployment', 'web', `${container}.env.0.valueFrom.secretKeyRef`)).toEqual({
      name: 'test-env-given',
      key: 'web.SMOKE_ARGUMENT_1',
    });
    expect(find('Deployment', 'web', `${container}.readinessProbe`)).toBeUndefined();
    expect(losses.join()).toMatch(/health check has a secret/);
  });
  it('leaves no check with it among its arguments', () => {
    const healthcheck = { test: ['CMD', 'ask', '${TOKEN}'] };
    const { find, losses } = objectsOf({ web: { ...server, healthcheck } }, { secrets }, own);
    expect(find('Deployment', 'web', `${container}.readinessProbe`)).toBeUndefined();
    expect(losses.join()).toMatch(/health check has a secret/);
  });
  it('of a provider is filled in only where Secrets are printed, and has to be set then', () => {
    const parameters = { KEY: { at: 'start', help: 'the key' } } as const;
    const services = { web: { ...server, environment: { A: '${KEY}' } } };
    const reference = { secretKeyRef: { name: 'test-env-given', key: 'KEY' } };
    const from = `${container}.env.0.valueFrom`;
    const shown = objectsOf(
      services,
      { parameters },
      { secrets: 'separate', environment: { KEY: 'given$' } },
    );
    expect(shown.find('Deployment', 'web', from)).toEqual(reference);
    expect(shown.find('Secret', 'test-env-given', 'stringData')).toEqual({ KEY: 'given$' });
    expect(() => objectsOf(services, { parameters }, { secrets: 'separate' })).toThrow(/KEY is not set/);
    expect(objectsOf(services, { parameters }).find('Deployment', 'web', from)).toEqual(reference);
  });
});

describe('a variable that means nothing in a cluster', () => {
  it('is left out and told, where the fragment says so', () => {
    const environment = { TRUSTED: 'proxy', OTHER: 'x' };
    const cluster = { web: { without: { TRUSTED: 'pods have no fixed addresses', ABSENT: 'no' } } };
    const { find, losses } = objectsOf({ web: { ...server, environment } }, { cluster });
    expect(find('Deployment', 'web', `${container}.env`)).toEqual([{ name: 'OTHER', value: 'x' }]);
    expect(losses).toContain('web: TRUSTED is left out: pods have no fixed addresses');
    expect(losses.join()).not.toContain('ABSENT');
  });
});

describe('what has no counterpart', () => {
  it('is not told of what every cluster does', () => {
    const { losses } = objectsOf({
      web: { ...server, user: '1:1', deploy: { mode: 'replicated', replicas: 2 } },
    });
    expect(losses).toEqual([]);
  });
  it('is told of volumes, which keep nothing of where they lay', () => {
    const driver_opts = { type: 'nfs', o: 'addr=1.2.3.4', device: ':/x' };
    const compose = {
      data: { driver: 'local', driver_opts },
      mine: { external: true },
      plain: {},
      unused: { driver_opts },
    };
    const web = { ...server, volumes: ['data:/a', 'mine:/b', 'plain:/c'] };
    const { losses } = objectsOf({ web }, {}, { volumes: compose });
    expect(losses.filter((loss) => /of Compose/.test(loss))).toEqual([
      'data: its claim test-data is empty, and has nothing of driver, driver_opts of Compose: make a PersistentVolume, or copy what is there',
      'mine: its claim test-mine is empty, and has nothing of external of Compose: make a PersistentVolume, or copy what is there',
    ]);
  });
  it('is told of variables that are set here, though only their defaults are printed', () => {
    const parameters = { LEVEL: { at: 'start', default: 'info', help: 'level' } } as const;
    const web = { ...server, environment: { LVL: '${LEVEL}' } };
    const told = (environment: Record<string, string>) =>
      objectsOf({ web }, { parameters }, { environment }).losses.filter((loss) => loss.includes('LEVEL'));
    expect(told({ LEVEL: 'debug' })).toEqual([
      'LEVEL is set here, and web has its default: no variable is read when a pod starts; say the value in the object',
    ]);
    expect(told({ LEVEL: 'info' })).toEqual([]);
    expect(told({})).toEqual([]);
  });
  it('is told of JMX that a Service cannot lead to', () => {
    const labels = { 'io.cryostat.discovery': 'true', 'io.cryostat.jmxPort': '9091' };
    const { losses } = objectsOf({ web: { ...server, labels } });
    expect(losses.join()).toMatch(/web:9091/);
  });
  it.each([
    [{ privileged: true }, /privileged has no counterpart/],
    [{ extra_hosts: ['a:1.2.3.4'] }, /extra_hosts has no counterpart and is left out: add hostAliases/],
    [{ ports: ['127.0.0.1:8080:80'] }, /kubectl port-forward service\/web 8080:80$/],
    [{ environment: { 'A[0]': 'x' } }, /A\[0\] is one that only Kubernetes 1\.32/],
    [{ deploy: { mode: 'global' } }, /deploy\.mode has no counterpart/],
    [{ deploy: { placement: { constraints: ['a==b'] } } }, /deploy\.placement has no counterpart/],
    [{ deploy: { resources: { limits: { pids: 10 } } } }, /limits\.pids has no counterpart/],
    [
      { deploy: { resources: { reservations: { devices: [] } } } },
      /reservations\.devices has no counterpart/,
    ],
    [{ security_opt: ['seccomp=unconfined'] }, /security_opt seccomp=unconfined has no counterpart/],
    [
      { environment: ['NOVAL'] },
      /web: NOVAL has no value, which only Compose would take from its surroundings/,
    ],
    [{ ports: ['5000-5200:4000-4200'] }, /service\/web 5000:4000 .* 5007:4007 …$/],
    [{ user: 'root' }, /web: not restricted, since it runs as root/],
    [{ user: 'nobody' }, /the user nobody is a name/],
    [{}, /web: not restricted, since nobody says/],
  ])('%j is told', (more, expected) => {
    const { losses } = objectsOf({ web: { ...server, ...more } });
    expect(
      losses.some((loss) => expected.test(loss)),
      losses.join('\n'),
    ).toBe(true);
  });
});
