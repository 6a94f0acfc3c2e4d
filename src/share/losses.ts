// What a target cannot say of a storage, each a sentence with what to do about it. Pure.

import { bucketNames } from './buckets.ts';
import { effectiveSettings } from './effective.ts';
import type { SettingName, Side, StorageSettings } from './settings.ts';
import { type SettingRow, settingRows } from './table.ts';

/** Targets in a cluster that know the storage of Cryostat. */
export type Target = 'helm' | 'operator';

/** The losses of a side in a target; `asksForLogin`: the stack has a proxy. */
export function lossesOf(side: Side, target: Target, asksForLogin: boolean): string[] {
  return [
    ...(target === 'operator' ? [...fieldLosses(side), ...choiceLosses(side)] : []),
    ...(side.credentials?.sessionToken === undefined ? [] : [sessionLoss]),
    ...(side.authorities.length > 0 && side.settings.presignedTransfers === 'true' ? [sidecarLoss] : []),
    ...(asksForLogin ? [] : [loginLoss]),
  ];
}

/** Whether the Cryostat resource can say it: by its own field, or by tlsTrustAll. */
function hasField({ name, operator }: SettingRow, settings: StorageSettings): boolean {
  return operator !== undefined || (name === 'syncTrust' && settings.syncTrust === 'trust-all');
}

/** Settings without a field, where something else would hold than here; those with the same advice share a sentence. */
function fieldLosses({ settings, kinds }: Side): string[] {
  const written = Object.fromEntries(
    settingRows.flatMap((row) => (hasField(row, settings) ? [[row.name, settings[row.name]]] : [])),
  );
  const there = effectiveSettings(written, 'operator');
  const isUsed = (name: SettingName): boolean => {
    const kind = bucketNames.find((bucket) => bucket === name);
    return kind === undefined || kinds === undefined || kinds.includes(kind);
  };
  const lost = settingRows.filter(
    ({ name }) => settings[name] !== undefined && settings[name] !== there[name] && isUsed(name),
  );
  const advices = [...new Set(lost.map(({ advice }) => advice ?? 'use the Helm chart'))];
  return advices.map((advice) => {
    const rows = lost.filter((row) => (row.advice ?? 'use the Helm chart') === advice);
    const differences = rows.map(
      ({ name, title, variable }) =>
        `${title} (${variable}: here ${shown(settings[name])}, there ${shown(there[name])})`,
    );
    return `the Cryostat resource has no field for: ${differences.join(', ')}; ${advice}`;
  });
}

/** What was chosen, holds there as well, and cannot be read from the resource again. */
function choiceLosses({ settings, said }: Side): string[] {
  const there = effectiveSettings({}, 'operator');
  const rows = settingRows.filter(
    ({ name, open, operator }) => open && !operator && said.includes(name) && settings[name] === there[name],
  );
  if (rows.length === 0) return [];
  const names = rows.map(({ name, variable }) => `${variable}=${settings[name]}`).join(', ');
  return [
    `the Cryostat resource does not say ${names}: it holds there as well, but a stack made from the resource follows its provider; set S3_CHECKSUMS there again`,
  ];
}

function shown(value: string | undefined): string {
  return value || 'nothing';
}

const sessionLoss =
  'credentials with a session token end soon and cannot be given to a cluster; make the Secret from keys without one';

const sidecarLoss =
  'the sidecars for reports and dashboards fetch recordings from the storage themselves and do not get its authority; ' +
  'S3_PRESIGNED_TRANSFERS=false makes Cryostat hand them over';

const loginLoss =
  'nobody is asked to log in, as in this stack: whoever reaches Cryostat there controls it; without -p, the login of the stack goes along';
