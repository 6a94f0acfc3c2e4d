// What was tested, as a command that tests it again. Pure.

import type { StackSource } from '../read-source.ts';

/** The command, without what belongs to one run alone; of a manifest on standard input it names none. */
export function testCommand({ command, project, file }: StackSource, given: string | undefined): string {
  if (given !== undefined) return `./smoke test -f ${given === '-' ? 'FILE' : given}`;
  if (command === undefined) return `./smoke test -f ${file}`;
  return command
    .replace('./smoke', './smoke test')
    .replace(` --project ${project}`, '')
    .replace(' --ports auto', '');
}
