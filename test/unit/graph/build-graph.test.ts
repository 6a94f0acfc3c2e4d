import { describe, expect, it } from 'vitest';
import { readMount, readPort, shownText } from '../../../src/graph/compose-values.ts';
import { portText } from '../../../src/graph/labels.ts';
import type { Value } from '../../../src/stack/manifest.ts';
import { graphOf } from './stacks.ts';

describe('a published port', () => {
  it.each<[Value, string]>([
    ['80', '*:any → 80'],
    [80, '*:any → 80'],
    ['8080:80', '*:8080 → 80'],
    ['127.0.0.1:8443:8443', '127.0.0.1:8443'],
    ['127.0.0.1::80', '127.0.0.1:any → 80'],
    ['3000-3005:3000-3005/udp', '*:3000-3005/udp'],
    ['[::1]:6000:6000', '[::1]:6000'],
    ['${PORT:-7000}:${INNER}', '*:7000 → $INNER'],
    [{ target: 443, published: '8443', host_ip: '::1', protocol: 'udp' }, '[::1]:8443 → 443/udp'],
    [{ target: 80 }, '*:any → 80'],
  ])('is read in each of its forms: %j', (port, expected) => {
    const read = readPort(port);
    expect(read && portText(read)).toBe(expected);
  });

  it.each<[Value]>([[''], [null], [{}], [['x']]])('that is none gives nothing: %j', (port) => {
    expect(readPort(port)).toBeUndefined();
  });
});

describe('a mount', () => {
  it.each<[Value, object | undefined]>([
    ['data:/x', { kind: 'volume', source: 'data', target: '/x', isReadOnly: false }],
    ['data:/x:ro,z', { kind: 'volume', source: 'data', target: '/x', isReadOnly: true }],
    ['./data:/x', { kind: 'folder', source: './data', target: '/x', isReadOnly: false }],
    ['~/data:/x', { kind: 'folder', source: '~/data', target: '/x', isReadOnly: false }],
    ['C:\\data:/x:ro', { kind: 'folder', source: 'C:\\data', target: '/x', isReadOnly: true }],
    ['/x', { kind: 'volume', target: '/x', isReadOnly: false }],
    [
      '${SOCKET:-/var/run/docker.sock}:/s',
      { kind: 'socket', source: '/var/run/docker.sock', target: '/s', isReadOnly: false },
    ],
    [
      { type: 'bind', source: '${RUN:-/run}/podman/podman.sock', target: '/s', read_only: true },
      { kind: 'socket', source: '/run/podman/podman.sock', target: '/s', isReadOnly: true },
    ],
    [
      { type: 'bind', source: 'data', target: '/x' },
      { kind: 'folder', source: 'data', target: '/x', isReadOnly: false },
    ],
    [
      { type: 'volume', target: '/x' },
      { kind: 'volume', target: '/x', isReadOnly: false },
    ],
    [{ type: 'tmpfs', target: '/x' }, undefined],
    ['', undefined],
    [null, undefined],
  ])('is read in each of its forms: %j', (mount, expected) => {
    expect(readMount(mount)).toEqual(expected);
  });
});

describe('a text with references', () => {
  it.each([
    ['${A:-x}/${B-y}', 'x/y'],
    ['${A:-${B:-deep}}', 'deep'],
    ['${A:?say it}', '$A'],
    ['cost: 5$$', 'cost: 5$'],
    ['$A', '$A'],
    ['${broken', '${broken'],
  ])('%s is shown as %s', (text, expected) => {
    expect(shownText(text)).toBe(expected);
  });
});

describe('the graph of a Compose file', () => {
  const named = (yaml: string) => {
    const { nodes, edges, notes } = graphOf(yaml);
    const name = (id: string) => nodes.find((node) => node.id === id)?.name;
    return {
      nodes,
      notes,
      edges: edges.map((edge) => ({ ...edge, from: name(edge.from), to: name(edge.to) })),
    };
  };

  it('takes dependencies as a list and as a map, and what implies them', () => {
    const { edges } = named(`services:
  a: { depends_on: [b] }
  b: { depends_on: { c: { condition: service_healthy, required: false } } }
  c: { links: [d:alias] }
  d: { volumes_from: [e:ro, "container:x"] }
  e: { network_mode: "service:f" }
  f: {}`);
    expect(
      edges.map((edge) => ('by' in edge ? `${edge.from} ${edge.by} ${edge.to} ${edge.condition}` : '')),
    ).toEqual([
      'a depends_on b service_started',
      'b depends_on c service_healthy',
      'c links d service_started',
      'd volumes_from e service_started',
      'e network_mode f service_started',
    ]);
    expect(edges[1]).toMatchObject({ isOptional: true });
  });

  it('marks circles, and only what is in them', () => {
    const { edges } = named(
      'services: { a: { depends_on: [b, a] }, b: { depends_on: [c] }, c: { depends_on: [b] } }',
    );
    const marks = edges.map((edge) => [edge.from, edge.to, 'isInCycle' in edge]);
    expect(marks).toEqual([
      ['a', 'b', false],
      ['a', 'a', true],
      ['b', 'c', true],
      ['c', 'b', true],
    ]);
  });

  it('has a node for what nobody defines', () => {
    const { nodes } = named('services: { a: { depends_on: [ghost], volumes: ["lost:/x"] } }');
    expect(nodes).toMatchObject([
      { name: 'a' },
      { name: 'ghost', kind: 'missing' },
      { name: 'lost', isUndeclared: true },
    ]);
  });

  it('takes no volume for declared because every object has its name', () => {
    const { nodes } = named('services: { a: { volumes: ["constructor:/x"] } }\nvolumes: { v: {} }');
    expect(nodes[1]).toMatchObject({ name: 'constructor', isUndeclared: true });
  });

  it('shares volumes, and tells those from outside', () => {
    const { nodes, edges } = named(`services:
  a: { volumes: ["v:/a", "out:/o", /anonymous] }
  b: { volumes: [{ type: volume, source: v, target: /b, read_only: true }, /anonymous] }
volumes: { v: , out: { external: true }, unused: {} }`);
    expect(nodes.slice(2).map(({ name, ...node }) => [name, 'isOutside' in node])).toEqual([
      ['v', false],
      ['out', true],
      ['unnamed, for /anonymous', false],
      ['unnamed, for /anonymous', false],
      ['unused', false],
    ]);
    expect(edges.filter(({ to }) => to === 'v')).toMatchObject([
      { from: 'a', target: '/a', isReadOnly: false },
      { from: 'b', target: '/b', isReadOnly: true },
    ]);
  });

  it.each([
    ['{ test: [CMD, x] }', true],
    ['{ test: [NONE] }', false],
    ['{ test: NONE }', false],
    ['{ disable: true, test: [CMD, x] }', false],
    ['{ interval: 5s }', false],
  ])('knows whether there is a health check: %s', (check, expected) => {
    expect(graphOf(`services: { a: { healthcheck: ${check} } }`).nodes[0]).toMatchObject({
      hasHealthCheck: expected,
    });
  });

  it('says what it cannot show', () => {
    const { notes } = named('include: [x.yml]\nservices: { a: { extends: { service: b } } }');
    expect(notes).toEqual([
      'include: the files it names are not drawn',
      'extends: what a inherit is not drawn',
    ]);
  });

  it.each([
    [
      'services: { a: , b: 5, c: [x], d: { depends_on: 7, volumes: x, ports: {}, healthcheck: 1, deploy: [] } }',
    ],
    ['services: {}'],
    ['services: { a: {} }\nvolumes: 5\nx-smoke: nonsense'],
    ['services: { a: {} }\nx-smoke: { kind: storage, buckets: { a: 1 }, urls: 3, s3: [] }'],
  ])('is drawn as far as it makes sense: %s', (yaml) => {
    expect(() => graphOf(yaml)).not.toThrow();
  });

  it('holds no user and no signature of the storage outside', () => {
    const graph =
      graphOf(`services: { app: { environment: { E: "https://me:hunter2@s3.example.net/?sig=hunter2" } } }
x-smoke: { app: app, buckets: [one], s3: { endpoint: "https://me:hunter2@s3.example.net/?sig=hunter2" } }`);
    expect(JSON.stringify(graph)).not.toContain('hunter2');
    expect(graph.nodes).toContainEqual({
      id: 'o1',
      kind: 'storage',
      name: 'https://s3.example.net/',
      isOutside: true,
    });
    expect(graph.edges).toEqual([
      { kind: 'uses', from: 's1', to: 'o1' },
      { kind: 'holds', from: 'o1', to: 'b1' },
    ]);
  });
});
