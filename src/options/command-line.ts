// The command line as a user means it: bundled flags apart, and no verb taken for the value of a flag. Pure.

/** Flags that may have a value; a verb or another flag after them is not one. */
const optionalValue: Readonly<Record<string, string>> = {
  r: '--reports',
  t: '--samples',
  reports: '--reports',
  samples: '--samples',
  'with-credentials': '--with-credentials',
};

/** Flags that always have a value: what follows in a bundle is that value. */
const requiredValue = 'scof';

/**
 * Splits bundles (`-Gp`, `-tr`) of the flags that have these letters, gives a value that follows to the flag that it
 * fits, and marks an optional value as absent where a verb follows.
 */
export function separateFlags(
  words: readonly string[],
  verbs: readonly string[],
  letters: readonly string[],
): string[] {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const separated = separateFiles(own, verbs).flatMap((word, index, all) =>
    splitBundle(word, verbs.includes(all[index + 1] ?? '') ? undefined : all[index + 1], letters),
  );
  return [
    ...separated.map((word, index) => withoutVerb(word, separated[index + 1], verbs)),
    ...(end < 0 ? [] : words.slice(end)),
  ];
}

/** `--from` takes every word up to the next flag or verb; each file gets the flag for itself. */
function separateFiles(words: readonly string[], verbs: readonly string[]): string[] {
  let takes = false;
  return words.flatMap((word, index) => {
    if (word === '--from') {
      const next = words[index + 1];
      takes = next !== undefined && isFile(next, verbs);
      return takes ? [] : [word];
    }
    takes = takes && isFile(word, verbs);
    return [takes ? `--from=${word}` : word];
  });
}

function isFile(word: string, verbs: readonly string[]): boolean {
  return (word === '-' || !word.startsWith('-')) && !verbs.includes(word);
}

function splitBundle(word: string, next: string | undefined, known: readonly string[]): string[] {
  // Files by comma, of which standard input is the first: their order means nothing, and a flag begins so.
  if (/^-,./.test(word)) return [`${word.slice(2)},-`];
  if (!/^-[A-Za-z]{2,}$/.test(word)) return [word];
  const letters = [...word.slice(1)];
  const value = letters.findIndex(
    (letter, index) =>
      requiredValue.includes(letter) ||
      // `-tall`: what is no flag can only be the value of this one.
      (letter in optionalValue && letters.slice(index + 1).some((other) => !known.includes(other))),
  );
  const alone = value < 0 ? letters : letters.slice(0, value);
  const rest = value < 0 ? [] : [`-${letters.slice(value).join('')}`];
  return [...takerLast(alone, next).map((letter) => `-${letter}`), ...rest];
}

/** Of `-tr NAME` and `-rt 2`, the flag that the value is for comes last: order means nothing among flags. */
function takerLast(letters: readonly string[], next: string | undefined): readonly string[] {
  if (next === undefined || next.startsWith('-')) return letters;
  const taker = /^\d+$/.test(next) ? 'r' : 't';
  const both = letters.includes('r') && letters.includes('t');
  return both ? [...letters.filter((letter) => letter !== taker), taker] : letters;
}

function withoutVerb(word: string, next: string | undefined, verbs: readonly string[]): string {
  const long = optionalValue[word.replace(/^--?/, '')];
  if (long === undefined || !word.startsWith('-') || next === undefined || !verbs.includes(next)) return word;
  // commander takes the next word as the value unless this one has its own.
  return { '--reports': '--reports=1', '--samples': '--samples=all' }[long] ?? `${long}=`;
}
