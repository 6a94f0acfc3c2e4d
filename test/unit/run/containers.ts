// Containers, and an engine that has them and writes logs as the test says.

import type { ContainerState, Engine } from '../../../src/engine/engine.ts';
import type { LogLine } from '../../../src/engine/log-lines.ts';
import type { LogOptions } from '../../../src/engine/logs.ts';

/** A running container. */
export function container(service: string, more: Partial<ContainerState> = {}): ContainerState {
  return {
    id: `id-${service}`,
    name: `p-${service}-1`,
    service,
    state: 'running',
    healthLog: [],
    restartCount: 0,
    image: 'i',
    labels: {},
    oneShot: false,
    startedAt: new Date(1000),
    ...more,
  };
}

/** A line that was written so many nanoseconds after 1970. */
export const line = (at: number, text: string): LogLine => ({ from: 'stdout', at: BigInt(at), text });

/** An engine whose logs come from `read`. */
export function logEngine(
  containers: readonly ContainerState[],
  read: (id: string, options: LogOptions) => AsyncIterable<LogLine> | Iterable<LogLine>,
) {
  let tell: (seen: readonly ContainerState[]) => void = () => {};
  const engine = {
    firesHealthChecks: true,
    containers: async () => containers,
    watch: (_: string, onChange: typeof tell) => {
      tell = onChange;
      onChange(containers);
      return () => {};
    },
    async *logLines(id: string, options: LogOptions) {
      yield* read(id, options);
    },
  } as Partial<Engine> as Engine;
  return { engine, tell: (...seen: ContainerState[]) => tell(seen) };
}
