// A Deployment, a pod and their like, as a cluster has them → what the environment of Cryostat says. Pure.

import { SmokeError } from '../../error.ts';
import type { ValueMap } from '../../stack/manifest.ts';
import {
  credentialsFromEnvironment,
  credentialVariables,
  endpointVariable,
  settingsFromEnvironment,
} from '../from-environment.ts';
import type { Described, Objects, TrustedObject } from './described.ts';
import { mapAt, mapsAt, placeOf, type Source, titleOf, valueAt } from './look.ts';
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
  const places = new Map(
    mapsAt(container, 'volumeMounts').map((mount) => [
      valueAt(mount, 'name'),
      String(valueAt(mount, 'mountPath')).replace(/\/$/, ''),
    ]),
  );
  return mapsAt(value, `${pod}.volumes`).flatMap((volume) => {
    const place = places.get(valueAt(volume, 'name')) ?? '';
    if (!/^\/truststore(\/|$)/.test(place)) return [];
    return [volume, ...mapsAt(volume, 'projected.sources')].flatMap((part) => trustOf(part, place));
  });
}

/** Where a stack of smoke's own has the authority of its database; those of the storage lie beside it. */
const ownAuthority = '/truststore/smoke/ca.pem';

function trustOf(part: ValueMap, place: string): TrustedObject[] {
  return (['Secret', 'ConfigMap'] as const).flatMap((kind): TrustedObject[] => {
    const source = mapAt(part, kind === 'Secret' ? 'secret' : 'configMap');
    const name = source[kind === 'Secret' && 'secretName' in source ? 'secretName' : 'name'];
    if (typeof name !== 'string') return [];
    const object = { kind, name, ...(source['optional'] === 'true' && { isOptional: true }) };
    const items = mapsAt(source, 'items');
    if (items.length === 0) return [object];
    return items
      .filter((item) => `${place}/${valueAt(item, 'path')}` !== ownAuthority)
      .map((item) => ({ ...object, key: String(valueAt(item, 'key')) }));
  });
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
