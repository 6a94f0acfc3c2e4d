import { describe, expect, it } from 'vitest';
import { renderTree } from '../../../src/graph/tree.ts';
import { graphOf, largeGraph, oddGraph } from './stacks.ts';

const plain = (_: string, text: string): string => text;

describe('the tree of a stack', () => {
  it('shows each service in full once, then volumes and what is outside', () => {
    const graph = graphOf(`services:
  proxy: { image: "proxy:1", ports: ["127.0.0.1:8443:8443"], depends_on: { app: { condition: service_healthy }, init: { condition: service_completed_successfully } } }
  app: { image: "app:1", healthcheck: { test: [CMD, x] }, depends_on: { init: { condition: service_completed_successfully } }, volumes: ["data:/data", "/var/run/docker.sock:/s:ro"] }
  init: { build: ./init, volumes: ["data:/out"] }
volumes: { data: {} }
x-smoke: { urls: [{ name: App, url: "https://localhost:8443", service: proxy }], probes: [{ kind: s3, service: app }], s3: { endpoint: "http://localhost:1" }, buckets: [one, two] }`);
    expect(renderTree(graph, plain)).toBe(`demo
└─ proxy  proxy:1 · no health check · 127.0.0.1:8443 · https://localhost:8443
   ├─ app (healthy)  app:1 · health check
   │  ├─ init (done)  built from ./init · runs once
   │  └─ buckets
   │     ├─ one
   │     └─ two
   └─ init (done) ↑

volumes
└─ data  app /data, init /out

outside of the stack
└─ /var/run/docker.sock  engine socket  app /s (read-only)
`);
  });

  it('ends where services wait for themselves, and says where one is missing', () => {
    const graph = graphOf(
      'services: { a: { depends_on: [b] }, b: { depends_on: [a, ghost] }, c: { depends_on: [c] } }',
    );
    expect(renderTree(graph, plain)).toBe(`demo
├─ c  no image · no health check
│  └─ c (started)  ↻ waits for itself
└─ a  no image · no health check
   └─ b (started)  no image · no health check
      ├─ a (started)  ↻ waits for itself
      └─ ghost (started)  ✘ not in this file
`);
  });

  it('lets no control character reach the terminal', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(renderTree(oddGraph(), plain)).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  });

  it('grows with the stack, not with its paths', () => {
    const lines = renderTree(largeGraph(60), plain).split('\n').length;
    expect(lines).toBeLessThan(65 + 2 * 65 + 65 + 20);
  });
});
