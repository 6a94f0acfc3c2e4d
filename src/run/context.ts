// What the probes of a stack need: login, S3 credentials, a way into its containers.

import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { identityPath, leftoversPath } from '../identity/paths.ts';
import { readRecord } from '../identity/store.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { ProbeContext } from '../probes/outcome.ts';
import type { Login, S3Connection } from '../stack/manifest.ts';
import { fillReferences } from '../stack/references.ts';
import { trustedBy } from './authorities.ts';
import type { StackSource } from './read-source.ts';

/** A user and the password of a stack, where it is known; the one that the proxy asks for unless another is given. */
export function findLogin(
  stack: StackSource,
  flags: CliFlags,
  io: Io,
  login: Login | undefined = stack.manifest['x-smoke']?.login,
): { user: string; password: string } | undefined {
  if (!login) return undefined;
  const { password } = login;
  const path = identityPath(io.env, stack.project, flags.identity);
  const known =
    'variable' in password ? io.env[password.variable] : readRecord(path)?.secrets[password.secret];
  return known ? { user: withDollars(login.user), password: known } : undefined;
}

/** Everything the probes share. Without an engine, probes inside of containers are skipped. */
export function probeContext(
  stack: StackSource,
  engine: Engine | undefined,
  flags: CliFlags,
  io: Io,
): ProbeContext {
  const notes = stack.manifest['x-smoke'];
  const login = findLogin(stack, flags, io);
  const s3 = notes?.s3 && fillConnection(notes.s3, io);
  const ca = trustedBy(notes);
  return {
    ...(ca && { ca }),
    ...(login && { login }),
    ...(s3 && { s3 }),
    buckets: notes?.buckets ?? [],
    leftovers: leftoversPath(io.env),
    ...(engine && { exec: execIn(engine, stack.project) }),
  };
}

/** The connection with its references filled from the environment; undefined where a credential is missing. */
export function fillConnection(connection: S3Connection, io: Io): S3Connection | undefined {
  const fill = (text: string): string | undefined => fillReferences(text, io.env);
  const endpoint = fill(connection.endpoint);
  const accessKeyId = fill(connection.accessKeyId);
  const secretAccessKey = fill(connection.secretAccessKey);
  const { sessionToken: token, ...rest } = connection;
  // Keys from a profile may need a token that the manifest does not know of.
  const isUsers = connection.accessKeyId.startsWith('${AWS_ACCESS_KEY_ID');
  const sessionToken = token ? fill(token) : isUsers ? io.env['AWS_SESSION_TOKEN'] : undefined;
  if (!endpoint || !accessKeyId || !secretAccessKey) return undefined;
  return { ...rest, endpoint, accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

function execIn(engine: Engine, project: string): NonNullable<ProbeContext['exec']> {
  return async (service, command, timeoutMs) => {
    const containers = await engine.containers(project);
    const container = containers.find(
      (candidate) => candidate.service === service && candidate.state === 'running',
    );
    if (!container) throw new SmokeError('ENGINE_FAILED', `service ${service} has no running container`);
    return await engine.exec(container.id, command, timeoutMs);
  };
}

function withDollars(text: string): string {
  return text.replaceAll('$$', '$');
}
