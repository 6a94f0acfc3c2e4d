// Commands about buckets, to be typed next.

import type { CliFlags } from '../options/flags.ts';

/** `smoke buckets VERB` for the same storage. */
export function bucketsCommand(verb: string, { file, storage, project }: CliFlags): string {
  const where = [
    file === undefined ? '' : ` -f ${file}`,
    storage === undefined ? '' : ` -s ${storage}`,
    project === undefined ? '' : ` --project ${project}`,
  ];
  return `smoke buckets ${verb}${where.join('')}`;
}
