// Every rule of lint, in the order of the codes. Pure.

import type { Rule } from './finding.ts';
import { accessRules } from './rules/access.ts';
import { attributeRules } from './rules/attributes.ts';
import { featureRules } from './rules/features.ts';
import { formRules } from './rules/forms.ts';
import { healthFormRules } from './rules/health-form.ts';
import { healthImageRules } from './rules/health-image.ts';
import { imageRules } from './rules/images.ts';
import { peerRules } from './rules/peers.ts';
import { portableRules } from './rules/portable.ts';
import { portRules } from './rules/ports.ts';
import { referenceRules } from './rules/references.ts';
import { secretRules } from './rules/secrets.ts';
import { settingRules } from './rules/settings.ts';
import { volumeRules } from './rules/volumes.ts';
import { waitingRules } from './rules/waiting.ts';

/** The table of rules. */
export const rules: readonly Rule[] = [
  ...portableRules,
  ...volumeRules,
  ...healthFormRules,
  ...healthImageRules,
  ...waitingRules,
  ...portRules,
  ...imageRules,
  ...formRules,
  ...referenceRules,
  ...peerRules,
  ...settingRules,
  ...secretRules,
  ...accessRules,
  ...featureRules,
  ...attributeRules,
].sort((a, b) => (a.code < b.code ? -1 : 1));
