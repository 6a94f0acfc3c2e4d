// Settings as the variables of Cryostat's container, for tests.

import type { StorageSettings } from '../../../src/share/settings.ts';
import { settingRows } from '../../../src/share/table.ts';

/** The settings as variables of the container. */
export function settingsToEnvironment(settings: StorageSettings): Record<string, string> {
  return Object.fromEntries(
    settingRows.flatMap(({ name, variable }) => {
      const value = settings[name];
      return value === undefined ? [] : [[variable, value]];
    }),
  );
}
