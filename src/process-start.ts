// Whether a process that was noted before is still the same one. Reads /proc, or asks ps.

import { readFileSync } from 'node:fs';

/** When a process started, as a text to compare; undefined when there is none of this id. */
export function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold anything; the start is the twentieth word after it.
    const words = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // One that has ended stays listed until somebody waits for it, which in a container may be never.
    return words[0] === 'Z' || words[0] === 'X' ? undefined : `${bootId()} ${words[19]}`;
  } catch {
    return askPs(pid);
  }
}

/** Whether the process that had this id and start is still there. */
export function isAlive(pid: number, started: string): boolean {
  const now = startOf(pid);
  return now !== undefined && (started === '' || now === started);
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function askPs(pid: number): string | undefined {
  if (process.platform === 'linux') return undefined;
  // Printing looks at locks as well, and need not load what only starts programs elsewhere.
  const { execFileSync } = process.getBuiltinModule('node:child_process');
  try {
    const stdio: 'pipe'[] = ['pipe', 'pipe', 'pipe'];
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio }).trim() ||
      undefined
    );
  } catch {
    // ps ends with 1 when there is no such process.
    return undefined;
  }
}
