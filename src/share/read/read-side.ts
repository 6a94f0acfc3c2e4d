// Texts that describe a Cryostat → the side that shares its storage. Pure.

import { effectiveSettings } from '../effective.ts';
import type { SettingName, Side } from '../settings.ts';
import { findCertificates } from './certificates.ts';
import { readCompose } from './compose.ts';
import { findCredentials } from './credentials.ts';
import type { Described } from './described.ts';
import type { NamedText } from './documents.ts';
import { readHelm } from './helm.ts';
import { withoutMistakes } from './mistakes.ts';
import { type Sorted, sortObjects } from './objects.ts';
import { readOperator } from './operator.ts';
import { readWorkload } from './workload.ts';

/**
 * The side that the texts describe: exactly one description, in any form, with any number of Secrets and other objects
 * beside it. What cannot be read is an error; what is wrong and understood is among the warnings.
 */
export function readSide(texts: readonly NamedText[]): Side {
  const sorted = sortObjects(texts);
  const described = describe(sorted);
  const { said, warnings } = withoutMistakes(described);
  const found = findCredentials(described, sorted.objects);
  const trust = findCertificates(described, sorted.objects);
  return {
    form: described.form,
    label: texts.map(({ name }) => name).join(', '),
    settings: effectiveSettings(said, described.form),
    said: Object.keys(said) as SettingName[],
    ...(found.credentials && { credentials: found.credentials }),
    ...(described.secret !== undefined && { secret: described.secret }),
    authorities: trust.authorities,
    ...described.more,
    warnings: [...new Set([...described.warnings, ...warnings, ...found.warnings, ...trust.warnings])],
  };
}

function describe({ description: { form, source }, objects }: Sorted): Described {
  if (form === 'helm') return readHelm(source, objects);
  if (form === 'operator') return readOperator(source);
  return form === 'workload' ? readWorkload(source, objects) : readCompose(source);
}
