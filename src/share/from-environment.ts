// The environment of Cryostat's container → the settings of its storage. Serves Compose services and Kubernetes pods. Pure.

import type { Credentials, SettingName, StorageSettings } from './settings.ts';
import { settingRows } from './table.ts';

/** The variable by which the container of Cryostat is known among others. */
export const endpointVariable = 'QUARKUS_S3_ENDPOINT_OVERRIDE';

/** Variables of a container, by name. */
export type Variables = Readonly<Record<string, string>>;

/** Variables of credentials: the SDK's own, and those that the operator gives. */
export const credentialVariables = {
  id: ['AWS_ACCESS_KEY_ID', 'QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID'],
  secret: ['AWS_SECRET_ACCESS_KEY', 'QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY'],
  token: ['AWS_SESSION_TOKEN', 'QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SESSION_TOKEN'],
} as const;

/** The key pair among the variables. */
export function credentialsFromEnvironment(variables: Variables): Credentials | undefined {
  const first = (names: readonly string[]): string | undefined =>
    names.map((name) => variables[name]).find(Boolean);
  const accessKeyId = first(credentialVariables.id);
  const secretAccessKey = first(credentialVariables.secret);
  const sessionToken = first(credentialVariables.token);
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** The settings that the variables say. */
export function settingsFromEnvironment(variables: Variables): StorageSettings {
  const settings: Partial<Record<SettingName, string>> = {};
  for (const { name, kind, variable } of settingRows) {
    const value = variables[variable];
    if (value !== undefined) settings[name] = kind === 'flag' ? value.toLowerCase() : value;
  }
  return settings;
}
