// Where a side says a setting, and what it would say there to have a value. Pure.

import { reachOf } from './reach.ts';
import type { SettingName, Side } from './settings.ts';
import { helmVariables, type SettingRow, settingRows } from './table.ts';

/** What has to be changed for both to have the same: in the one or in the other. */
export function fixFor(
  name: SettingName,
  sides: readonly [Side, Side],
  values: readonly [string | undefined, string | undefined],
): string | undefined {
  const row = settingRows.find((candidate) => candidate.name === name);
  if (!row) return undefined;
  const ways = [wayIn(row, sides[1], values[0]), wayIn(row, sides[0], values[1])];
  return ways.filter((way) => way !== undefined).join('; or ') || undefined;
}

/** What has to be changed for both to have the same endpoint; an address that only one of them knows is no advice. */
export function fixForEndpoint(
  sides: readonly [Side, Side],
  urls: readonly [string | undefined, string | undefined],
): string | undefined {
  const useful = urls.map((url) => {
    const reach = url === undefined ? 'nowhere' : reachOf(url);
    return reach === 'everywhere' || reach === 'private' ? url : undefined;
  });
  const text = fixFor('endpoint', sides, [useful[0], useful[1]]);
  return text?.replaceAll('S3_ENDPOINT=', '-s ext and S3_ENDPOINT=');
}

/** What a side that is no stack calls a setting; undefined where it cannot be said there. */
export function nameIn(row: SettingRow, { form, label }: Side): string | undefined {
  const names = {
    helm: row.helm ?? `${row.variable} of ${helmVariables}`,
    operator: row.operator?.field,
    workload: `variable ${row.variable}`,
    compose: row.parameter ?? row.variable,
  };
  const name = names[form];
  return name && `${name} in ${label}`;
}

/** What one side would have to say for this value; undefined where there is none. */
function wayIn(row: SettingRow, side: Side, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const { form, label } = side;
  if (form === 'compose') return `for ${label}, ${row.parameter ?? row.variable}=${value}`;
  if (form === 'workload') return `in ${label}, variable ${row.variable}: ${quoted(value)}`;
  if (form === 'helm') {
    return row.helm === undefined
      ? `in ${label}, ${helmVariables}: {name: ${row.variable}, value: ${quoted(value)}}`
      : `in ${label}, ${row.helm}: ${shownAs(row, value)}`;
  }
  if (row.operator === undefined) return undefined;
  const { field, inverted } = row.operator;
  const said = inverted ? String(value !== 'true') : value;
  return `in ${label}, ${field}: ${shownAs(row, said)}`;
}

function shownAs({ kind }: SettingRow, value: string): string {
  return kind === 'flag' ? value : quoted(value);
}

/** As YAML and JSON both read it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
