// Values that a well-known application cannot work with. Pure.

import { environmentOf } from '../environment.ts';
import type { Rule } from '../finding.ts';
import { settings } from '../known/settings.ts';
import { hasVariable } from '../variables.ts';

export const settingRules: readonly Rule[] = [
  {
    code: 'SM515',
    name: 'bad-setting',
    severity: 'error',
    summary: 'a setting with a value that its application cannot work with',
    on: 'every engine: the application does not start, or does not do what it should',
    cure: 'by the setting',
    *check(file) {
      for (const service of file.services)
        for (const { name, value, spot } of environmentOf(service)) {
          if (value === undefined || hasVariable(value)) continue;
          const row = settings.find((one) => one.name.test(name) && one.value.test(value));
          if (row)
            yield {
              spot,
              message: `${name} ${row.what}`,
              severity: row.severity,
              on: row.on,
              cure: row.cure,
            };
        }
    },
  },
];
