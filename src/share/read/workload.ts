// A Deployment, a pod and their like, as a cluster has them → what the environment of Cryostat says. Pure.

import { SmokeError } from '../../error.ts';
import type { Value, ValueMap } from '../../stack/manifest.ts';
import {
  credentialsFromEnvironment,
  credentialVariables,
  endpointVariable,
  settingsFromEnvironment,
} from '../from-environment.ts';
import type { Described, Objects, TrustedObject } from './described.ts';
import { mapsAt, placeOf, type Source, titleOf, valueAt } from './look.ts';
import { cryostatContainers } from './objects.ts';
import { containerVariables, type SaidVariables } from './variables.ts';

/** Reads the one container of it that is Cryostat. */
export function readWorkload(source: Source, objects: Objects): Described {
  const containers = cryostatContainers(source);
  const [container] = containers;
  if (container === undefined || containers.length > 1) {
    throw new SmokeError(
      'USAGE',
      `${placeOf(source)}: ${titleOf(source)} has ${containers.length} containers with ${endpointVariable}, expected one`,
    );
  }
  const variables = containerVariables(container, source, objects);
  const said = settingsFromEnvironment(variables.values);
  if (!said.endpoint) throw withoutEndpoint(source, variables);
  const secret = firstOf(credentialVariables.id, variables.secrets);
  const credentials = credentialsFromEnvironment(variables.values);
  return {
    form: 'workload',
    source,
    said,
    ...(credentials && { credentials }),
    ...(secret !== undefined && { secret }),
    trusted: mountedTrust(source, container),
    warnings: variables.warnings.map(
      (warning) => `${placeOf(source, 'metadata')}: ${titleOf(source)}: ${warning}`,
    ),
  };
}

function firstOf(names: readonly string[], values: Readonly<Record<string, string>>): string | undefined {
  return names.map((name) => values[name]).find(Boolean);
}

/** Everything below /truststore is imported when Cryostat starts. */
function mountedTrust({ value }: Source, container: ValueMap): TrustedObject[] {
  const pod = valueAt(value, 'kind') === 'Pod' ? 'spec' : 'spec.template.spec';
  const mounted = mapsAt(container, 'volumeMounts')
    .filter((mount) => /^\/truststore(\/|$)/.test(String(valueAt(mount, 'mountPath'))))
    .map((mount) => valueAt(mount, 'name'));
  return mapsAt(value, `${pod}.volumes`)
    .filter((volume) => mounted.includes(valueAt(volume, 'name')))
    .flatMap((volume) => [
      ...trustOf(valueAt(volume, 'secret.secretName'), valueAt(volume, 'configMap.name')),
      ...mapsAt(volume, 'projected.sources').flatMap((part) =>
        trustOf(valueAt(part, 'secret.name'), valueAt(part, 'configMap.name')),
      ),
    ]);
}

function trustOf(secret: Value | undefined, configMap: Value | undefined): TrustedObject[] {
  return [
    ...(typeof secret === 'string' ? [{ kind: 'Secret', name: secret } as const] : []),
    ...(typeof configMap === 'string' ? [{ kind: 'ConfigMap', name: configMap } as const] : []),
  ];
}

function withoutEndpoint(source: Source, { warnings }: SaidVariables): SmokeError {
  const [why] = warnings;
  return new SmokeError(
    'USAGE',
    `${placeOf(source)}: ${titleOf(source)} does not say ${endpointVariable}${why === undefined ? '' : `: ${why}`}`,
    {
      hint: 'Give what it comes from as well: kubectl get deployment,secret,configmap -o yaml | ./smoke -s ext --from -',
    },
  );
}
