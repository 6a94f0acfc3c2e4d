// A side → the variables that make a stack of smoke's for the same storage, and what of it no variable says. Pure.

import { effectiveSettings } from './effective.ts';
import type { BucketName, SettingName, Side } from './settings.ts';
import { newerBuckets, type SettingRow, settingRows } from './table.ts';

/** Variables, and sentences about what is not taken over or not as it may seem. */
export interface Parameters {
  readonly variables: Readonly<Record<string, string>>;
  readonly lost: readonly string[];
}

/** What a stack of smoke's has by itself where nobody says otherwise: the SDK's checksums depend on the provider there. */
const onlySaid: readonly SettingName[] = ['checksumValidation', 'requestChecksums', 'responseChecksums'];

/** The variables of a side; `usesNewer`: the version of the stack has the buckets of Cryostat 4.3. */
export function parametersOf(side: Side, usesNewer: boolean): Parameters {
  const { settings, said } = side;
  const variables: Record<string, string> = {};
  const lost: string[] = [];
  for (const row of settingRows) {
    const value = settings[row.name];
    if (value === undefined || value === '') continue;
    if (row.parameter === undefined) lost.push(...lostOf(row, value));
    else if (isTaken(row, side, usesNewer) && variables[row.parameter] === undefined)
      variables[row.parameter] = value;
  }
  const { requestChecksums: request, responseChecksums: response } = settings;
  if (said.includes('responseChecksums') && request !== response)
    lost.push(
      `checksums of requests (${request}) and of responses (${response}) differ, which a stack of smoke does not: ${variables['S3_CHECKSUMS']} holds for both`,
    );
  for (const name of ['S3_CHECKSUMS']) {
    const value = variables[name];
    if (value !== undefined) variables[name] = value.toLowerCase();
  }
  return { variables, lost: [...trustLoss(side), ...lost, ...plainNames(side, usesNewer)] };
}

function isTaken({ name }: SettingRow, { settings, said }: Side, usesNewer: boolean): boolean {
  if (onlySaid.includes(name)) return said.includes(name);
  if (isNewer(name)) return said.includes(name) || usesNewer;
  // A prefix follows the name of its bucket by itself.
  if (name === 'recordingsPrefix') return settings.recordingsPrefix !== settings.archivedRecordings;
  if (name === 'eventTemplatesPrefix') return settings.eventTemplatesPrefix !== settings.eventTemplates;
  return true;
}

function isNewer(name: SettingName): name is BucketName {
  return newerBuckets.some((bucket) => bucket === name);
}

/** What is always the same in a stack of smoke's. */
const always = effectiveSettings({}, 'compose');

function lostOf({ name, title, variable }: SettingRow, value: string): string[] {
  if (name === 'syncTrust' || name === 'asyncTrust' || value === always[name]) return [];
  // What the operator says; the keys are the same.
  if (name === 'credentialsType' && value === 'static') return [];
  if (name === 'credentialsType')
    return [
      `${title} (${value}) is not taken over: a stack of smoke reads AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY when it starts`,
    ];
  return [
    `${title} (${variable}=${value}) is not taken over: a stack of smoke has always ${always[name] || 'none'}`,
  ];
}

function trustLoss({ settings }: Side): string[] {
  if (![settings.syncTrust, settings.asyncTrust].includes('trust-all')) return [];
  return [
    'trust in every certificate (trust-all) is not taken over: smoke verifies whom it talks to; give the certificate of the authority by --ca FILE',
  ];
}

/** A resource has no field for these, so the application's own names hold there. */
function plainNames({ form, settings, said }: Side, usesNewer: boolean): string[] {
  if (form !== 'operator' || !usesNewer) return [];
  const names = newerBuckets.filter((name) => !said.includes(name)).map((name) => settings[name]);
  return [
    `the Cryostat resource has no field for the buckets ${names.join(' and ')}: a Cryostat of 4.3 or newer calls them so there, and this stack does too`,
  ];
}
