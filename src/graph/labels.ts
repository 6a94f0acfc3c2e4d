// The words that trees, Mermaid and SVG share. Pure.

import type { Graph, GraphNode, PublishedPort, ServiceNode } from './graph.ts';

/** What a text looks like where control and direction characters would do harm; they become `�`. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Bidi_C}\p{Zl}\p{Zp}\ufffe\uffff]/gu, '\ufffd');
}

/** `127.0.0.1:8443`, or `127.0.0.1:8080 → 80` where the inner port is another one. */
export function portText({ host, published, target, protocol }: PublishedPort): string {
  const address = host?.includes(':') ? `[${host}]` : (host ?? '*');
  const inner = published === target ? '' : ` → ${target}`;
  return visible(`${address}:${published ?? 'any'}${inner}${protocol === 'tcp' ? '' : `/${protocol}`}`);
}

/** What must be true of a service before another one starts, in one word. */
export function conditionText(condition: string): string {
  const known: Readonly<Record<string, string>> = {
    service_started: 'started',
    service_healthy: 'healthy',
    service_completed_successfully: 'done',
  };
  return Object.hasOwn(known, condition) ? (known[condition] ?? '') : visible(condition);
}

/** How the end of a service's start can be told. */
export function healthText(service: ServiceNode): string {
  if (service.runsOnce) return 'runs once';
  return service.hasHealthCheck ? 'health check' : 'no health check';
}

/** Where a service comes from. */
export function imageText(service: ServiceNode): string {
  const from = service.image ?? (service.build === undefined ? 'no image' : `built from ${service.build}`);
  return visible(service.replicas === undefined ? from : `${from} × ${service.replicas}`);
}

/** What a place is, in words. */
export function placeText(node: Exclude<GraphNode, ServiceNode>): string {
  const words = {
    volume: 'volume',
    folder: 'folder of the host',
    socket: isEngineSocket(node.name) ? 'engine socket' : 'socket of the host',
    storage: 'S3 storage outside of the stack',
    bucket: 'bucket',
    missing: 'not in this file',
  } as const;
  if (node.isUndeclared) return 'volume that the file does not declare';
  return node.kind === 'volume' && node.isOutside ? 'volume from outside of the stack' : words[node.kind];
}

/** Nodes by their id. */
export function nodesById(graph: Graph): ReadonlyMap<string, GraphNode> {
  return new Map(graph.nodes.map((node) => [node.id, node]));
}

function isEngineSocket(path: string): boolean {
  return /(docker|podman)(\.sock|_engine)$/.test(path);
}
