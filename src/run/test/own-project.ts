// A test has a project, an identity and bucket names of its own, so that it meets nobody.

import { randomInt } from 'node:crypto';
import { SmokeError } from '../../error.ts';
import { type Io, say } from '../../io.ts';
import type { CliFlags } from '../../options/flags.ts';
import { defaultApp, readProject } from '../../options/options.ts';

const idLength = 6;
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Docker and Compose make names of it that have to fit. */
const longestBase = 63 - '-test-'.length - idLength;

/** Flags that give a stack an identity, which a test makes by itself. */
const ownFlags = ['identity', 'identityFrom', 'fresh'] as const;

/** Refuses flags that would give a test something that others use. */
export function refuseShared(flags: CliFlags): void {
  const given = ownFlags.find((name) => flags[name] !== undefined);
  if (given === undefined) return;
  const flag = `--${given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new SmokeError('USAGE', `${flag}: smoke test makes an identity of its own, and takes it away again`, {
    hint: 'Leave it away. CRYOSTAT_PASS and its like choose single secrets.',
  });
}

/** The flags of one run, with a project and with ports that nobody else has. */
export function ownProject(flags: CliFlags, { env }: Io): CliFlags {
  const base = readProject(flags, env, defaultApp).slice(0, longestBase);
  const id = Array.from({ length: idLength }, () => letters[randomInt(letters.length)]).join('');
  return { ...flags, project: `${base}-test-${id}`, ports: 'auto' };
}

/** The user's world without the end of bucket names that stacks of theirs use. */
export function ownWorld(io: Io): Io {
  if (!io.env['S3_INSTANCE_ID']) return io;
  say(io, 'smoke: S3_INSTANCE_ID is for stacks that stay; a test has an instance id of its own');
  const { S3_INSTANCE_ID: _, ...env } = io.env;
  return { ...io, env };
}
