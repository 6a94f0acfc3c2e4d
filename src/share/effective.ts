// What was said, and what holds where nothing was said. Pure.

import type { Form, SettingName, StorageSettings } from './settings.ts';
import { settingRows } from './table.ts';

/** The settings that take effect: those that were said, with the defaults of the form. */
export function effectiveSettings(said: StorageSettings, form: Form): StorageSettings {
  const settings: Partial<Record<SettingName, string>> = {};
  const resolve = (name: SettingName): string | undefined => {
    const given = said[name];
    if (given !== undefined) return given;
    const value = settingRows.find((row) => row.name === name)?.defaults[form];
    return value?.startsWith('=') ? resolve(value.slice(1) as SettingName) : value;
  };
  for (const { name } of settingRows) {
    const value = resolve(name);
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}
