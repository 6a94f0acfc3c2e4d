// The environment of Cryostat's container → the settings of its storage. Serves Compose services and Kubernetes pods. Pure.

import type { SettingName, StorageSettings } from './settings.ts';
import { settingRows } from './table.ts';

/** The variable by which the container of Cryostat is known among others. */
export const endpointVariable = 'QUARKUS_S3_ENDPOINT_OVERRIDE';

/** The settings that the variables say. */
export function settingsFromEnvironment(variables: Readonly<Record<string, string>>): StorageSettings {
  const settings: Partial<Record<SettingName, string>> = {};
  for (const { name, kind, variable } of settingRows) {
    const value = variables[variable];
    if (value !== undefined) settings[name] = kind === 'flag' ? value.toLowerCase() : value;
  }
  return settings;
}

/** The settings as variables of the container. */
export function settingsToEnvironment(settings: StorageSettings): Record<string, string> {
  return Object.fromEntries(
    settingRows.flatMap(({ name, variable }) => {
      const value = settings[name];
      return value === undefined ? [] : [[variable, value]];
    }),
  );
}
