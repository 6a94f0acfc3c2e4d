// All causes, in the order in which they are asked. Pure.

import type { Cause } from './cause.ts';
import { certificateCauses } from './causes/certificates.ts';
import { databaseCauses } from './causes/database.ts';
import { endCauses, endSigns, endWords } from './causes/ends.ts';
import { healthCauses, healthSigns } from './causes/health.ts';
import { imageCauses } from './causes/images.ts';
import { mountCauses } from './causes/mounts.ts';
import { nameCauses } from './causes/names.ts';
import { networkCauses } from './causes/networks.ts';
import { portCauses } from './causes/ports.ts';
import { engineCauses, lateCauses, manifestCauses, providerCauses } from './causes/provider.ts';
import { proxyCauses } from './causes/proxy.ts';
import { registryCauses } from './causes/registries.ts';
import { settingCauses } from './causes/settings.ts';
import { spaceCauses } from './causes/space.ts';
import { storageCauses } from './causes/storage.ts';
import { volumeCauses } from './causes/volumes.ts';

/** Signs that cannot mislead first, then words from the exact to the general, then what is left when none fits. */
export const causes: readonly Cause[] = [
  ...engineCauses,
  ...endSigns,
  ...healthSigns,
  ...spaceCauses,
  ...proxyCauses,
  ...imageCauses,
  ...registryCauses,
  ...portCauses,
  ...providerCauses,
  ...networkCauses,
  ...certificateCauses,
  ...mountCauses,
  ...volumeCauses,
  ...manifestCauses,
  ...storageCauses,
  ...databaseCauses,
  ...nameCauses,
  ...endWords,
  ...settingCauses,
  ...healthCauses,
  ...endCauses,
  ...lateCauses,
];
