// Values that a well-known application cannot work with. Pure.

import { environmentOf, readEnvironment, wholeEnvironment } from '../environment.ts';
import type { Rule } from '../finding.ts';
import { bucketDefaults, type KnownSetting, settings } from '../known/settings.ts';
import { hasVariable } from '../variables.ts';

export const settingRules: readonly Rule[] = [
  {
    code: 'SM515',
    name: 'bad-setting',
    severity: 'error',
    summary: 'a setting with a value that its application cannot work with',
    on: 'every engine: the application does not start, or does not do what it should',
    cure: 'by the setting',
    *check(file, project) {
      for (const service of file.services) {
        const others = new Set(wholeEnvironment(service, project).map(({ name }) => name));
        const isRight = ({ unless }: KnownSetting): boolean =>
          unless !== undefined && (project.isPartial || others.has(unless));
        for (const { name, value, spot } of environmentOf(service)) {
          if (value === undefined || hasVariable(value)) continue;
          const row = settings.find((one) => one.name.test(name) && one.value.test(value));
          if (row && !isRight(row))
            yield {
              spot,
              message: `${name} ${row.what}`,
              severity: row.severity,
              on: row.on,
              cure: row.cure,
            };
        }
      }
    },
  },
  {
    code: 'SM516',
    name: 'idle-bucket',
    severity: 'warning',
    summary: 'a bucket that the storage makes beforehand under a name that nobody uses',
    on: 'every engine: the storage makes it for nothing, and those that are used are missing at first',
    cure: 'the names that the application is told',
    *check(file, project) {
      const told = [...project.names('services')]
        .flatMap((name) => project.attribute(name, 'environment').flatMap(readEnvironment))
        .filter(({ name }) => name in bucketDefaults);
      if (told.length === 0 || told.some(({ value }) => value === undefined || hasVariable(value))) return;
      const unset = Object.entries(bucketDefaults).filter(([key]) => !told.some(({ name }) => name === key));
      const used = new Set([...told.map(({ value }) => value), ...unset.map(([, bucket]) => bucket)]);
      for (const service of file.services)
        for (const { name, value, spot } of environmentOf(service)) {
          if (name !== 'CRYOSTAT_BUCKETS' || value === undefined || hasVariable(value)) continue;
          const idle = value.split(',').filter((bucket) => bucket !== '' && !used.has(bucket));
          if (idle.length > 0) yield { spot, message: `${idle.join(', ')} are used by nobody` };
        }
    },
  },
];
