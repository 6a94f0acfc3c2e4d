// All faults of the bench.

import { endFaults, healthFaults } from './ends.ts';
import type { Fault } from './fault.ts';
import { machineFaults } from './machine.ts';
import { registryFaults } from './registries.ts';
import { serverFaults } from './servers.ts';

/** In no order that matters: they run several at once. */
export const faults: readonly Fault[] = [
  ...machineFaults,
  ...endFaults,
  ...healthFaults,
  ...registryFaults,
  ...serverFaults,
];
