// Stacks to draw.

import { parse } from 'yaml';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';

/** The graph of a Compose file. */
export function graphOf(yaml: string): Graph {
  return buildGraph({ name: 'demo', ...(parse(yaml) as object) } as Manifest);
}

/** Names that are syntax elsewhere. */
export const oddNames = [
  'a"b<script>alert(1)</script>',
  'end',
  'subgraph',
  '1. list',
  '- item',
  '%%{init: {"theme":"dark"}}%%',
  '__init__',
  'style:x#35;',
  'classDef a:b#c;',
  'back`tick\\ and & amp; ]|[{}()',
  'constructor',
  '__proto__x',
  '日本語',
  'esc\u001b[31m and \u202e',
];

/** A service of each odd name; each waits for the next. */
export const oddGraph = (): Graph =>
  buildGraph({
    name: 'odd "<&>"',
    services: Object.fromEntries(
      oddNames.map((name, index) => [
        name,
        { image: name, depends_on: [oddNames[index + 1] ?? 'ghost'], volumes: [`shared:/${name}`] },
      ]),
    ),
    volumes: { shared: {} },
  } as unknown as Manifest);

/** Many services on few: `count` samples that wait for an application, a writer of files and share a volume. */
export const largeGraph = (count: number): Graph =>
  buildGraph({
    name: 'large',
    services: {
      files: { image: 'files' },
      db: { image: 'db', depends_on: ['files'] },
      s3: { image: 's3', ports: ['9000:9000', '9001:9001'], depends_on: ['files'] },
      app: { image: 'app', depends_on: ['files', 'db', 's3'], volumes: ['ca:/ca'] },
      proxy: {
        image: 'proxy',
        depends_on: ['app', 'files'],
        volumes: ['ca:/ca', '/run/docker.sock:/run/docker.sock'],
      },
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `sample-${index}`,
          {
            image: `registry.example.net/samples/a-sample-with-a-name:${index}`,
            ports: Array.from({ length: index % 4 }, (_none, port) => `${10000 + 10 * index + port}:80`),
            depends_on: index % 5 === 0 ? ['db', 'files'] : ['app', 'files'],
            volumes: ['ca:/ca', `own-${index}:/own`],
          },
        ]),
      ),
    },
    volumes: { ca: {} },
  } as unknown as Manifest);
