// The table of rules, in the order in which people should mend what they find. Pure.

import type { Rule } from './finding.ts';
import { composeRules } from './rules/compose.ts';
import { diskRules } from './rules/disks.ts';
import { engineRules } from './rules/engine.ts';
import { engineWaysRules } from './rules/engine-ways.ts';
import { machineRules } from './rules/machine.ts';
import { portRules } from './rules/ports.ts';
import { proxyRules } from './rules/proxies.ts';
import { socketRules } from './rules/sockets.ts';
import { startRules } from './rules/start.ts';

/** Every rule. */
export const rules: readonly Rule[] = [
  ...engineRules,
  ...composeRules,
  ...engineWaysRules,
  ...machineRules,
  ...portRules,
  ...diskRules,
  ...socketRules,
  ...proxyRules,
  ...startRules,
];
