// A side → the variables that make a stack of smoke's for the same storage, and what of it no variable says. Pure.

import { newerBuckets } from './buckets.ts';
import { effectiveSettings } from './effective.ts';
import type { BucketName, SettingName, Side } from './settings.ts';
import { type SettingRow, settingRows } from './table.ts';

/** Variables, and sentences about what is not taken over or not as it may seem. */
export interface Parameters {
  readonly variables: Readonly<Record<string, string>>;
  readonly lost: readonly string[];
}

/** The stack that gets the variables. */
export interface Receiver {
  /** Its version has the buckets of Cryostat 4.3. */
  readonly usesNewer: boolean;
  /** The provider where strangers can have taken the name of a bucket. */
  readonly strangersAt?: string;
}

/** The variables of a side. */
export function parametersOf(side: Side, receiver: Receiver): Parameters {
  const { settings, said } = side;
  const variables: Record<string, string> = {};
  const lost: string[] = [];
  for (const row of settingRows) {
    const value = settings[row.name];
    if (value === undefined || value === '') continue;
    if (row.parameter === undefined) lost.push(...lostOf(row, value));
    else if (isTaken(row, side, receiver) && variables[row.parameter] === undefined)
      // The SDK reads both cases of when_required, smoke one.
      variables[row.parameter] = row.open ? value.toLowerCase() : value;
  }
  const { requestChecksums: request, responseChecksums: response } = settings;
  if (said.includes('responseChecksums') && request !== response)
    lost.push(
      `checksums of requests (${request}) and of responses (${response}) differ, which a stack of smoke does not: ${variables['S3_CHECKSUMS']} holds for both`,
    );
  return {
    variables,
    lost: [...trustLoss(side), ...lost, ...plainNames(side, receiver)],
  };
}

function isTaken({ name, open }: SettingRow, { settings, said }: Side, receiver: Receiver): boolean {
  if (open) return said.includes(name);
  // A plain name is nobody's but the first stranger's where all customers share the names.
  if (isNewer(name)) return said.includes(name) || (receiver.usesNewer && receiver.strangersAt === undefined);
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

/** What a description does not say of these has the application's own names there. */
function plainNames({ form, settings, said }: Side, { usesNewer, strangersAt }: Receiver): string[] {
  const missing = newerBuckets.filter((name) => !said.includes(name));
  if (!usesNewer || missing.length === 0) return [];
  const names = missing.map((name) => settings[name]).join(' and ');
  const why =
    form === 'operator'
      ? `the Cryostat resource has no field for the buckets ${names}`
      : `the description does not name the buckets ${names}`;
  return strangersAt === undefined
    ? [`${why}: a Cryostat of 4.3 or newer calls them so there, and this stack does too`]
    : [
        `${why}, names that strangers can have taken on ${strangersAt}: this stack has some of its own, and what they hold is not shared`,
      ];
}
