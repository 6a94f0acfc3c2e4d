// Event templates, probe templates and stored credentials that Cryostat finds in its folders at start. Reads files.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** File names per kind; contents stay where they are. */
export interface Presets {
  readonly templates: readonly string[];
  readonly probes: readonly string[];
  readonly credentials: readonly string[];
}

/** Lists the three folders below /opt/cryostat.d. */
export function readPresets(folder: string): Presets {
  const names = (kind: string): string[] => {
    const path = join(folder, `${kind}.d`);
    if (!existsSync(path)) return [];
    const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => entry.name).sort();
  };
  return { templates: names('templates'), probes: names('probes'), credentials: names('credentials') };
}
