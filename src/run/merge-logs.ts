// The logs of several containers as one, in the order of time.

import type { ContainerState, Engine } from '../engine/engine.ts';
import type { LogOptions } from '../engine/logs.ts';
import type { ServiceLine } from '../report/log-line.ts';

/** Everything that the containers have written so far. Holds one line of each at a time. */
export async function* mergedLogs(
  engine: Engine,
  containers: readonly ContainerState[],
  options: LogOptions,
): AsyncGenerator<ServiceLine> {
  const sources = await Promise.all(
    containers.map(async (container) => {
      const lines = serviceLines(engine, container, options);
      return { lines, head: await lines.next() };
    }),
  );
  for (;;) {
    let first: (typeof sources)[number] | undefined;
    for (const source of sources) {
      if (source.head.done) continue;
      if (!first || source.head.value.at < (first.head.value as ServiceLine).at) first = source;
    }
    if (!first || first.head.done) return;
    yield first.head.value;
    first.head = await first.lines.next();
  }
}

/** The lines of one container, each with its service. */
export async function* serviceLines(
  engine: Engine,
  { id, name, service }: ContainerState,
  options: LogOptions,
): AsyncGenerator<ServiceLine, void> {
  for await (const line of engine.logLines(id, options)) yield { service, container: name, ...line };
}
