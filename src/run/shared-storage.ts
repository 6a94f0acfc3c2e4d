// Flags → the storage that a laptop and a cluster share: reads what the manifest of the stack says of it.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { ClusterFormat, SecretsWay, SharedStorage } from '../render/cluster.ts';
import { clusterName } from '../render/cluster-secrets.ts';
import { sideOfManifest } from '../share/from-manifest.ts';
import { reachOf, whyOutOfReach } from '../share/reach.ts';
import type { Side } from '../share/settings.ts';
import { placedContents } from '../stack/files.ts';
import type { Manifest } from '../stack/manifest.ts';
import { collectReferences } from '../stack/references.ts';
import { makeManifest } from './make-manifest.ts';
import { withStorageCredentials } from './storage-credentials.ts';
import { filledConnection } from './storage-target.ts';

/** The storage of the stack that the flags describe; one that a cluster cannot reach is an error with the reason. */
export async function sharedStorage(
  format: ClusterFormat,
  secrets: SecretsWay,
  flags: CliFlags,
  given: Io,
): Promise<SharedStorage> {
  // Objects refer to Secrets, so that nothing but a Secret needs the credentials.
  const io = secrets === 'none' ? given : await withStorageCredentials(flags, given);
  // From where the address is reached is told below, in the words of this format.
  const purpose = { neverStarted: true, hostOnly: true };
  const { manifest, command, options } = await makeManifest(flags, io, purpose);
  const side = sideOfManifest(manifest, `stack "${manifest.name}"`);
  if (!side) {
    throw new SmokeError(
      'USAGE',
      `--format ${format}: no service of the stack is Cryostat, whose storage it would tell`,
    );
  }
  requireReach(side, format, options.storage, io);
  tellWhatStays(flags, io);
  const htpasswd = placedContents(manifest)['auth-config/htpasswd']?.toString('utf8');
  return {
    name: clusterName(manifest.name),
    side: secrets === 'none' ? side : withCredentials(side, manifest, io),
    ...(htpasswd !== undefined && { htpasswd }),
    variables: secretVariables(manifest),
    command: `${command} --format ${format}`,
    secrets,
  };
}

function requireReach({ settings }: Side, format: ClusterFormat, storage: string, io: Io): void {
  const { endpoint = '' } = settings;
  const why = whyOutOfReach(endpoint, 'cluster');
  const reach = reachOf(endpoint);
  if (why !== undefined) {
    const what =
      storage === 'none'
        ? 'the stack has no storage'
        : `the storage ${storage === 'ext' ? 'at' : `${storage} at`} ${endpoint} cannot be shared with a cluster: ${why}`;
    throw new SmokeError('USAGE', `--format ${format}: ${what}`, {
      hint:
        storage === 'ext'
          ? 'Set S3_ENDPOINT to an address that this machine and the cluster reach alike.'
          : 'Use -s ext with a server that this machine and the cluster reach alike: S3_ENDPOINT=https://… ./smoke -s ext …',
    });
  }
  if (reach === 'private')
    say(
      io,
      `smoke: warning: ${endpoint} is an address of a private network: see that the cluster is in the same one`,
    );
  if (reach === 'cluster')
    say(
      io,
      `smoke: warning: ${endpoint} is a name inside of the cluster: this machine does not reach it there`,
    );
}

/** Whoever names samples for a format without them should know. */
function tellWhatStays({ samples, tools, reports, developmentAids }: CliFlags, io: Io): void {
  if ([samples, tools, reports, developmentAids].some(Boolean))
    say(
      io,
      'smoke: only storage and login go along; samples, tools and reports stay in the stack of this machine',
    );
}

/** Credentials of the storage and, where the user chose it, the password. */
function secretVariables({ 'x-smoke': notes }: Manifest): string[] {
  const password = notes?.login?.password;
  return [
    ...collectReferences(notes?.s3)
      .map(({ name }) => name)
      .filter((name) => name !== 'AWS_SESSION_TOKEN'),
    ...(password && 'variable' in password ? [password.variable] : []),
  ];
}

function withCredentials(side: Side, manifest: Manifest, io: Io): Side {
  const s3 = manifest['x-smoke']?.s3;
  if (!s3) throw new SmokeError('USAGE', `${side.label} does not say how its storage is reached from here`);
  const { accessKeyId, secretAccessKey, sessionToken } = filledConnection(s3, io);
  if (sessionToken !== undefined) {
    throw new SmokeError(
      'USAGE',
      'the credentials have a session token (AWS_SESSION_TOKEN), so they end soon, and a Secret for Cryostat has no place for it',
      {
        hint: 'Use a key pair of the storage that has no session token.',
      },
    );
  }
  return { ...side, credentials: { accessKeyId, secretAccessKey } };
}
