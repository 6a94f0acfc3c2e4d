// What of a file may be said aloud: names and programs, never values, for any value may be a secret. Pure.

/** A name as it may be printed. What follows a sign that no name has may be a value in the wrong place. */
export function shownName(name: string): string {
  const clean = /^[^=:@\s]{0,100}/.exec(name)?.[0] ?? '';
  return clean === name ? name : `${clean}…`;
}

/** The program of a command, without its options; what cannot be one is not repeated. */
export function shownProgram(command: string | undefined): string {
  const first = /^\s*(\S*)/.exec(command ?? '')?.[1] ?? '';
  return /^[\w./+-]{1,60}$/.test(first) ? first : 'the command';
}
