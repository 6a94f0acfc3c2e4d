// A service's environment: plain values, and references to Secrets for what must not be seen. Pure.

import type { ValueMap } from '../stack/manifest.ts';
import type { StackParts } from '../stack/parts.ts';
import { keyOf, objectName } from './names.ts';
import type { JsonMap } from './objects.ts';
import { escapeExpansion, neededVariables, plainText, secretIn, words } from './texts.ts';

/** One value of a Secret, as Compose reads it: it may refer to variables of the one who starts. */
export interface SecretValue {
  readonly secret: string;
  readonly key: string;
  readonly text: string;
}

/** A part of a pod, and the values that Secrets have to have for it. */
export interface WithSecrets<Part> {
  readonly part: Part;
  readonly secrets: readonly SecretValue[];
}

/** The variables of a container. */
export function containerEnvironment(
  parts: StackParts,
  service: string,
  environment: readonly (readonly [string, string])[],
): WithSecrets<JsonMap[]> {
  const secrets: SecretValue[] = [];
  const part = environment.map(([name, text]): JsonMap => {
    const secret = secretValue(parts, `${service}.${name}`, text);
    const value = secret ? '' : escapeExpansion(plainText(text));
    // Nothing is what a variable without a value has, and a cluster leaves it out.
    if (!secret) return { name, ...(value !== '' && { value }) };
    secrets.push(secret);
    return { name, valueFrom: secretReference(secret) };
  });
  return { part, secrets };
}

/** Where a value comes from that a Secret has. */
function secretReference({ secret, key }: SecretValue): JsonMap {
  return { secretKeyRef: { name: secret, key } };
}

/** The place of a text in a Secret; undefined where everybody may see it. */
export function secretValue(parts: StackParts, otherwise: string, text: string): SecretValue | undefined {
  const [variable] = neededVariables(text);
  if (variable !== undefined) {
    const isWhole = /^\$\{\w+(:?[?][^}]*)?\}$/.test(text);
    return { secret: objectName(parts, 'env-given'), key: isWhole ? variable : keyOf(otherwise), text };
  }
  const found = secretIn(plainText(text), parts);
  if (!found) return undefined;
  return { secret: objectName(parts, 'env'), key: found.isWhole ? found.name : keyOf(otherwise), text };
}

/** Entrypoint and command; what Secrets hold comes by way of a variable, so that it is in no list of pods. */
export function containerCommand(
  parts: StackParts,
  service: string,
  { entrypoint, command }: ValueMap,
): WithSecrets<{ readonly command: JsonMap; readonly env: JsonMap[] }> {
  const secrets: SecretValue[] = [];
  const env: JsonMap[] = [];
  const argument = (text: string): string => {
    const name = `SMOKE_ARGUMENT_${env.length + 1}`;
    const secret = secretValue(parts, `${service}.${name}`, text);
    if (!secret) return escapeExpansion(plainText(text));
    secrets.push(secret);
    env.push({ name, valueFrom: secretReference(secret) });
    return `$(${name})`;
  };
  const list = (value: ValueMap[string] | undefined): string[] | undefined => words(value)?.map(argument);
  const [own, args] = [list(entrypoint), list(command)];
  return {
    part: { command: { ...(own?.length && { command: own }), ...(args?.length && { args }) }, env },
    secrets,
  };
}
