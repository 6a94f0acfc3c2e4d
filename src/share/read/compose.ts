// A Compose manifest, smoke's own or any other → what the environment of Cryostat says. Pure.

import { SmokeError } from '../../error.ts';
import { environmentOf } from '../../stack/environment.ts';
import { isMap } from '../../stack/fragment.ts';
import type { ValueMap } from '../../stack/manifest.ts';
import { endpointVariable } from '../from-environment.ts';
import { sideOfManifest } from '../from-manifest.ts';
import type { Described, SaidSettings } from './described.ts';
import { mapAt, placeOf, type Source } from './look.ts';
import { strangers } from './variables.ts';

/** Reads the one service of it that is Cryostat. */
export function readCompose(source: Source): Described {
  const services = Object.entries(mapAt(source.value, 'services')).filter(
    (entry): entry is [string, ValueMap] => isMap(entry[1]),
  );
  const manifest = { services: Object.fromEntries(services), 'x-smoke': source.value['x-smoke'] };
  const named = services.filter(([name, service]) => sideOfManifest({ services: { [name]: service } }, ''));
  if (named.length !== 1) {
    const names = named.map(([name]) => name).join(', ');
    throw new SmokeError(
      'USAGE',
      `${placeOf(source, 'services')}: got ${named.length === 0 ? 'no service' : `services ${names}`} with ${endpointVariable}, expected one, which is Cryostat`,
    );
  }
  const side = sideOfManifest(manifest, '');
  if (!side?.settings.endpoint) {
    throw new SmokeError(
      'USAGE',
      `${placeOf(source, `services.${named[0]?.[0]}`)}: ${endpointVariable} is empty, expected the address of the storage`,
    );
  }
  const said: SaidSettings = Object.fromEntries(side.said.map((name) => [name, side.settings[name] ?? '']));
  return {
    form: 'compose',
    source,
    said,
    ...(side.credentials && { credentials: side.credentials }),
    trusted: [],
    authorities: side.authorities,
    more: {
      ...(side.host && { host: side.host }),
      ...(side.kinds && { kinds: side.kinds }),
    },
    warnings: strangers(Object.fromEntries(environmentOf(named[0]?.[1] as ValueMap))),
  };
}
