// Which of two versions is newer. Pure.

/** Compares versions number by number; what follows the numbers is left out. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [have, want] = [version, wanted].map((text) =>
    (/\d+(\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number),
  );
  for (const [i, part] of (want ?? []).entries()) {
    const own = have?.[i] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
