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

/** A step to take after the test: of a stack that is gone, it can only be taken with the next one that is kept. */
export function nextStep(next: string, project: string, isKept: boolean): string {
  if (isKept || !next.includes(project)) return next;
  return `smoke test --keep leaves a stack that fails as it is; then: ${next.replaceAll(project, 'NAME')}`;
}
