// Names of buckets: what every provider accepts. Pure.

import { SmokeError } from '../error.ts';

/** S3 allows 63 characters; B2 wants 6 at least. */
const longest = 63;
const shortest = 6;

/** AWS reserves these (bucketnamingrules, 2026); B2 and Google reserve theirs. */
const reservedPrefixes = ['xn--', 'sthree-', 'amzn-s3-demo-', 'b2-', 'goog'];
const reservedSuffixes = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3', '-an'];

/** `<base>-<instance id>`, refused rather than cut: the unique part may not get lost. */
export function generateBucketName(base: string, instanceId: string, maxLength: number = longest): string {
  const name = `${base}-${instanceId}`;
  const problem =
    name.length > Math.min(maxLength, longest)
      ? `it has ${name.length} characters, expected ${Math.min(maxLength, longest)} at most`
      : nameProblem(name, {
          shortest,
          alphabet: /^[a-z0-9-]+$/,
          expected: 'lower-case letters, digits and hyphens',
        });
  if (problem === undefined) return name;
  throw new SmokeError('USAGE', `bucket name "${name}" is not valid: ${problem}`, {
    hint: 'Set S3_INSTANCE_ID to a short word of lower-case letters and digits (and BUCKET_NAME_MAX_LENGTH to 63 or nothing).',
  });
}

/** Checks a name that the user chose; it is never changed. `variable` is where it came from. */
export function checkBucketName(name: string, variable: string): string {
  const problem = nameProblem(name, {
    shortest: 3,
    alphabet: /^[a-z0-9.-]+$/,
    expected: 'lower-case letters, digits, hyphens and dots',
  });
  if (problem === undefined) return name;
  throw new SmokeError('USAGE', `${variable}: bucket name "${name}" is not valid: ${problem}`, {
    hint: `Set ${variable} to a name that S3 allows, or unset it and smoke makes one.`,
  });
}

function nameProblem(
  name: string,
  rules: { readonly shortest: number; readonly alphabet: RegExp; readonly expected: string },
): string | undefined {
  if (name.length < rules.shortest || name.length > longest) {
    return `it has ${name.length} characters, expected ${rules.shortest} to ${longest}`;
  }
  if (!rules.alphabet.test(name)) return `expected ${rules.expected}`;
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'expected a letter or digit at both ends';
  if (/\.\.|\.-|-\./.test(name)) return 'expected no dot beside a dot or hyphen';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'expected anything but an IP address';
  const prefix = reservedPrefixes.find((reserved) => name.startsWith(reserved));
  if (prefix) return `names that begin with "${prefix}" are reserved`;
  const suffix = reservedSuffixes.find((reserved) => name.endsWith(reserved));
  return suffix && `names that end with "${suffix}" are reserved`;
}
