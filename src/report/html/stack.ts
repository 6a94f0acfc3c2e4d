// The stack as a picture, with marks at what failed. Pure.

import { buildGraph } from '../../graph/build-graph.ts';
import type { Graph, ServiceNode } from '../../graph/graph.ts';
import { renderSvg } from '../../graph/svg.ts';
import type { Manifest } from '../../stack/manifest.ts';
import { problemsOf } from '../test-problems.ts';
import type { TestRun } from '../test-report.ts';
import { limits } from './text.ts';

/** The pictures of more services would be too small to read when they fit the page. */
const shrinkable = 12;

/** A section with the drawing of the manifest, or with the reason why there is none. */
export function renderStack(manifest: Manifest, run: TestRun | undefined): string {
  const graph = outlined(buildGraph(manifest));
  const services = graph.nodes.filter(({ kind }) => kind === 'service').length;
  const problems = run === undefined ? new Map<string, string>() : problemsByService(run);
  const picture =
    services > limits.picturedServices
      ? `<p class="rest">${services} services are too many for a picture; smoke graph --mermaid has no limit.</p>`
      : `<div class="stack${services > shrinkable ? ' large' : ''}" role="region" aria-label="Picture of the stack" tabindex="0">${renderSvg(graph, { problems, isPart: true })}</div>`;
  return `<section id="stack" aria-labelledby="stack-title">
<h2 id="stack-title">The stack <span class="aside">${services} services</span></h2>
${picture}
</section>
`;
}

/** Services and what they wait for or use: ports, images and mounts would make the picture too large to be one. */
function outlined({ nodes, edges, ...graph }: Graph): Graph {
  const shown = nodes.filter(
    ({ kind, ...node }) => kind === 'service' || ('isOutside' in node && kind === 'storage'),
  );
  const ids = new Set(shown.map(({ id }) => id));
  return {
    ...graph,
    notes: [],
    nodes: shown.map((node) => (node.kind === 'service' ? outlinedService(node) : node)),
    edges: edges.filter(({ kind, from, to }) => kind !== 'mounts' && ids.has(from) && ids.has(to)),
  };
}

function outlinedService(node: ServiceNode): ServiceNode {
  const image = node.image
    ?.replace(/@sha256:.*$/, '')
    .split('/')
    .at(-1);
  return { ...node, ...(image !== undefined && { image }), ports: [], urls: [] };
}

/** The first problem of each service. */
function problemsByService(run: TestRun): Map<string, string> {
  const found = new Map<string, string>();
  for (const { check, cause, cards } of problemsOf(run)) {
    for (const service of [check?.service, ...cards.map(({ subject }) => subject)])
      if (service !== undefined && !found.has(service)) found.set(service, `failed: ${cause}`);
  }
  return found;
}
