// Every rule of lint, in the order of the codes. Pure.

import type { Rule } from './finding.ts';
import { healthFormRules } from './rules/health-form.ts';
import { imageRules } from './rules/images.ts';
import { portableRules } from './rules/portable.ts';
import { portRules } from './rules/ports.ts';
import { referenceRules } from './rules/references.ts';
import { volumeRules } from './rules/volumes.ts';

/** The table of rules. */
export const rules: readonly Rule[] = [
  ...portableRules,
  ...volumeRules,
  ...healthFormRules,
  ...portRules,
  ...imageRules,
  ...referenceRules,
];
