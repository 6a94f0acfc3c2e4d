// Commands about buckets, to be typed next.

import type { CliFlags } from '../options/flags.ts';

/** `smoke buckets VERB` for the same storage. */
export function bucketsCommand(verb: string, { file, from = [], storage, project }: CliFlags): string {
  const where = [
    file === undefined ? '' : ` -f ${file}`,
    storage === undefined ? '' : ` -s ${storage}`,
    // With its sign, for names of buckets may follow.
    ...from.map((name) => ` --from=${name}`),
    project === undefined ? '' : ` --project ${project}`,
  ];
  return `smoke buckets ${verb}${where.join('')}`;
}
