// Credentials for smoke's own calls as the AWS CLI finds them: profiles, SSO, processes, roles. Loads the AWS SDK late.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { nearest } from '../options/nearest.ts';
import { type AwsFiles, awsFiles, readProfiles } from './aws-profiles.ts';

/** The longest that a profile may take: a sign-in server, or a program that a profile calls. */
const patienceMs = 20_000;

/**
 * The same Io with keys in its environment where none were set and a profile, a role or a container gives some; the
 * region of the profile comes along. Without any of them it is the Io as it was.
 */
export async function withAwsCredentials<Given extends Pick<Io, 'env' | 'signal'>>(
  io: Given,
): Promise<Given> {
  const { env } = io;
  if (env['AWS_ACCESS_KEY_ID']) return io;
  const files = awsFiles(env);
  const profiles = readProfiles(files);
  const asked = env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || undefined;
  if (asked !== undefined) checkProfile(asked, [...profiles.keys()], files);
  const profile = asked ?? 'default';
  const fromRole = asked === undefined && asksForRole(env);
  if (!fromRole && !givesCredentials(profiles.get(profile), asked)) return io;
  const { accessKeyId, secretAccessKey, sessionToken } = await inPatience(
    fromRole ? readRole(env) : readProfile(profile, files),
    fromRole ? 'the role of this environment' : `the profile "${profile}"`,
    io.signal,
    profile,
  );
  const region = regionOf(env, profiles.get(profile));
  return {
    ...io,
    env: {
      ...env,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      // One that was there belongs to other keys.
      AWS_SESSION_TOKEN: sessionToken,
      ...(region !== undefined && { AWS_REGION: region }),
    },
  };
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A default profile may be there for its region alone. */
function givesCredentials(
  settings: Readonly<Record<string, string>> | undefined,
  asked: string | undefined,
): boolean {
  if (asked !== undefined) return true;
  const giving = /^(aws_access_key_id|role_arn|credential_process|sso_session|sso_start_url|login_session)$/;
  return Object.keys(settings ?? {}).some((name) => giving.test(name));
}

/** Instance metadata is asked only where the environment says so: elsewhere nothing answers, slowly. */
function asksForRole(env: Io['env']): boolean {
  const isContainer =
    env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  return Boolean(
    (env['AWS_WEB_IDENTITY_TOKEN_FILE'] && env['AWS_ROLE_ARN']) || isContainer || asksForMetadata(env),
  );
}

function asksForMetadata(env: Io['env']): boolean {
  return Boolean(env['AWS_EC2_METADATA_SERVICE_ENDPOINT']) || env['AWS_EC2_METADATA_DISABLED'] === 'false';
}

function checkProfile(profile: string, known: readonly string[], files: AwsFiles): void {
  if (known.includes(profile)) return;
  const near = nearest(profile, known);
  const list = known.length === 0 ? 'none is there' : `expected one of ${known.join(', ')}`;
  throw new SmokeError(
    'USAGE',
    `AWS_PROFILE: there is no profile "${profile}" in ${files.config} and ${files.credentials}; ${list}`,
    {
      hint: near === undefined ? 'Make it by aws configure, or unset AWS_PROFILE.' : `Did you mean ${near}?`,
    },
  );
}

async function readProfile(profile: string, files: AwsFiles): Promise<Keys> {
  quietSdk();
  const { fromIni } = await import('./aws-providers.ts');
  return await fromIni({ profile, filepath: files.credentials, configFilepath: files.config })();
}

async function readRole(env: Io['env']): Promise<Keys> {
  quietSdk();
  if (!asksForMetadata(env)) process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
  const { defaultProvider } = await import('./aws-providers.ts');
  return await defaultProvider()();
}

/** The version is pinned to the last line for this Node; the SDK's advice about it is not for users. */
function quietSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}

async function inPatience(
  work: Promise<Keys>,
  what: string,
  signal: AbortSignal,
  profile: string,
): Promise<Keys> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        const end = (): void => reject(signal.aborted ? signal.reason : tooLong(what));
        if (ended.aborted) end();
        ended.addEventListener('abort', end, { once: true });
      }),
    ]);
  } catch (cause) {
    if (cause instanceof SmokeError) throw cause;
    throw explain(cause, what, profile);
  }
}

function tooLong(what: string): SmokeError {
  return new SmokeError('USAGE', `${what} gave no credentials within ${patienceMs / 1000} s`, {
    hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead.',
  });
}

/** Messages of the SDK name profiles, files and servers; a program's own words may hold what it wanted to hide. */
function explain(cause: unknown, what: string, profile: string): SmokeError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/\bSSO\b|sso[_ -]session|Token is expired/i.test(message)) {
    return new SmokeError('USAGE', `the sign-in (SSO) of ${what} has expired, or never was`, {
      hint: `Sign in and call again: aws sso login${profile === 'default' ? '' : ` --profile ${profile}`}`,
      cause,
    });
  }
  if (/multi-factor/.test(message)) {
    return new SmokeError('USAGE', `${what} asks for a code of a second factor, which smoke cannot give`, {
      hint: 'Get keys for a session by aws sts, and set the three variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.',
      cause,
    });
  }
  const isProcess = /command failed/i.test(message);
  return new SmokeError(
    'USAGE',
    `${what} gives no credentials: ${isProcess ? 'its credential_process failed' : message}`,
    { hint: 'See what the AWS CLI says: aws sts get-caller-identity', cause },
  );
}

/** The profile's region, where nothing else says one. */
function regionOf(
  env: Io['env'],
  settings: Readonly<Record<string, string>> | undefined,
): string | undefined {
  if (env['AWS_REGION'] || env['AWS_DEFAULT_REGION']) return undefined;
  return settings?.['region'] || undefined;
}
