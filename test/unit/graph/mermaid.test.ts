import { describe, expect, it } from 'vitest';
import { renderMermaid } from '../../../src/graph/mermaid.ts';
import { graphOf, oddGraph } from './stacks.ts';

describe('Mermaid text', () => {
  it('is a flowchart with the stack in a frame', () => {
    const graph = graphOf(`services:
  app: { image: "app:1", depends_on: { db: { condition: service_healthy } }, volumes: ["own:/x", "/run/docker.sock:/s:ro"] }
  db: { image: "db:1", healthcheck: { test: [CMD, x] }, ports: ["127.0.0.1:5432:5432"] }
volumes: { own: {} }`);
    expect(renderMermaid(graph)).toBe(`flowchart LR
  subgraph stack["demo"]
    s1["<b>app</b><br/>app:1<br/>no health check<br/>volume own → /x"]
    s2["<b>db</b><br/>db:1<br/>health check<br/>port 127.0.0.1:5432"]
  end
  v2{{"<b>/run/docker.sock</b><br/>engine socket"}}
  s1 -->|"healthy"| s2
  s1 -.-|"/s (read-only)"| v2
  classDef wrong stroke:red,stroke-width:2px
  classDef outside stroke-dasharray:4 3
  class v2 outside
`);
  });

  it('has no name that could be syntax: ids are its own, and labels hold plain words and codes', () => {
    const text = renderMermaid(oddGraph());
    const labels = [...text.matchAll(/"([^"\n]*)"/g)].map(([, label = '']) => label);
    expect(labels.length).toBeGreaterThan(20);
    for (const label of labels)
      expect(label.replaceAll(/<\/?b>|<br\/>|#\d+;/g, '')).toMatch(/^[\p{L}\p{N} ./:@,()→×⚠_-]*$/u);
    const rest = text.replaceAll(/"[^"\n]*"/g, '""');
    expect(rest).not.toMatch(/script|init|list|item|proto/);
  });

  it('avoids the words that Mermaid cleans up together with a code behind them', () => {
    const labels = renderMermaid(oddGraph())
      .split('\n')
      .filter((line) => line.includes('"'));
    for (const line of labels) expect(line).not.toMatch(/style|classDef/i);
  });
});
