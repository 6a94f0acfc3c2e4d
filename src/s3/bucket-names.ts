// Names of buckets: what every provider accepts, or the chosen one. Pure.

import { SmokeError } from '../error.ts';
import type { BucketRules } from './provider.ts';

/** A provider whose rules hold. */
export interface NamingProvider {
  readonly title: string;
  readonly buckets: BucketRules;
}

/** S3 allows 63 characters; B2 wants 6 at least. */
const longest = 63;
const shortest = 6;

/** AWS reserves these (bucketnamingrules, 2026); B2 and Google reserve theirs. */
const reservedPrefixes = ['xn--', 'sthree-', 'amzn-s3-demo-', 'b2-', 'goog'];
const reservedSuffixes = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3', '-an'];

/** Good on every server that has no rules of its own in the table. */
const anywhere: BucketRules = {
  dots: true,
  prefixes: reservedPrefixes,
  suffixes: reservedSuffixes,
  unique: '',
};

/** `<base>-<instance id>`, refused rather than cut: the unique part may not get lost. */
export function generateBucketName(
  base: string,
  instanceId: string,
  maxLength: number = longest,
  provider?: NamingProvider,
): string {
  const name = `${base}-${instanceId}`;
  const rules = provider?.buckets;
  const most = Math.min(maxLength, longest, rules?.max ?? longest);
  // Generated names are good on every provider, so that they stay when the storage is another one.
  const problem =
    name.length > most
      ? `it has ${name.length} characters, expected ${most} at most`
      : (nameProblem(name, { ...anywhere, dots: false, min: shortest }) ??
        (rules && nameProblem(name, { ...rules, dots: false, underscores: false })));
  if (problem === undefined) return name;
  throw new SmokeError('USAGE', `bucket name "${name}" is not valid: ${problem}`, {
    hint: 'Set S3_INSTANCE_ID to a short word of lower-case letters and digits (and BUCKET_NAME_MAX_LENGTH to 63 or nothing).',
  });
}

/** Checks a name that the user chose; it is never changed. `variable` is where it came from. */
export function checkBucketName(name: string, variable: string, provider?: NamingProvider): string {
  const problem = nameProblem(name, provider?.buckets ?? anywhere);
  if (problem === undefined) return name;
  const where = provider ? ` on ${provider.title}` : '';
  throw new SmokeError('USAGE', `${variable}: bucket name "${name}" is not valid${where}: ${problem}`, {
    hint: `Set ${variable} to a name that ${provider?.title ?? 'S3'} allows, or unset it and smoke makes one.`,
  });
}

/** Whether a name is in the namespace of one AWS account, and has to be created there. */
export function isAccountRegional(name: string): boolean {
  return /^.+-\d{12}-[a-z]{2,4}(-[a-z]+)+-\d+-an$/.test(name);
}

function nameProblem(name: string, rules: BucketRules): string | undefined {
  const { min = 3, max = longest, dots = false, underscores = false } = rules;
  if (name.length < min || name.length > max) {
    return `it has ${name.length} characters, expected ${min} to ${max}`;
  }
  if (!alphabet(dots, underscores).test(name)) return `expected ${alphabetWords(dots, underscores)}`;
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'expected a letter or digit at both ends';
  if (/\.\.|\.-|-\./.test(name)) return 'expected no dot beside a dot or hyphen';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'expected anything but an IP address';
  const prefix = rules.prefixes?.find((reserved) => name.startsWith(reserved));
  if (prefix) return `names that begin with "${prefix}" are reserved`;
  const part = rules.contains?.find((reserved) => name.includes(reserved));
  if (part) return `names with "${part}" in them are reserved`;
  const suffix = rules.suffixes?.find((reserved) => name.endsWith(reserved));
  if (suffix) return `names that end with "${suffix}" are reserved`;
  if (rules.accountRegional && name.endsWith('-an') && !isAccountRegional(name)) {
    return `names that end with "-an" belong to one account, expected <name>${rules.accountRegional}`;
  }
  return undefined;
}

function alphabet(dots: boolean, underscores: boolean): RegExp {
  return new RegExp(`^[a-z0-9${dots ? '.' : ''}${underscores ? '_' : ''}-]+$`);
}

function alphabetWords(dots: boolean, underscores: boolean): string {
  const kinds = ['lower-case letters', 'digits', 'hyphens'];
  if (underscores) kinds.push('underscores');
  if (dots) kinds.push('dots');
  return `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}`;
}
