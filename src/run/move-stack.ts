// --ports auto: a stack made once more with its ports where they are moved to.

import type { Io } from '../io.ts';
import type { ComposedStack } from '../stack/compose-stack.ts';
import { movePorts } from '../stack/move-ports.ts';
import type { MovedPorts } from '../stack/port-names.ts';
import { createPortChooser } from './free-ports.ts';
import type { Purpose } from './use-provider.ts';

/** `again` puts the ports in the place of their names; what a fragment says with a number is moved afterwards. */
export async function moveStack(
  composed: ComposedStack,
  again: (ports: MovedPorts) => ComposedStack,
  choosePorts: Purpose['choosePorts'],
  io: Io,
): Promise<ComposedStack> {
  const ports = await (choosePorts ?? portsOnPaper(io))(composed.manifest);
  const moved = again(ports);
  return { ...moved, manifest: movePorts(moved.manifest, ports) };
}

/** What the project would get now, for a verb that only looks. */
function portsOnPaper(io: Io): NonNullable<Purpose['choosePorts']> {
  const { choose, release } = createPortChooser(io);
  return (manifest) => choose(manifest).finally(release);
}
