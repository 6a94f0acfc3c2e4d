// The command line as a user means it: bundled flags apart, and no verb taken for the value of a flag. Pure.

/** Flags that may have a value; a verb or another flag after them is not one. */
const optionalValue: Readonly<Record<string, string>> = {
  r: '--reports',
  t: '--samples',
  reports: '--reports',
  samples: '--samples',
};

/** Flags that always have a value: what follows in a bundle is that value. */
const requiredValue = 'scof';

/** Splits bundles (`-Gp`, `-tr`) and marks an optional value as absent where a verb follows. */
export function separateFlags(words: readonly string[], verbs: readonly string[]): string[] {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const separated = own.flatMap(splitBundle);
  return [
    ...separated.map((word, index) => withoutVerb(word, separated[index + 1], verbs)),
    ...(end < 0 ? [] : words.slice(end)),
  ];
}

function splitBundle(word: string): string[] {
  if (!/^-[A-Za-z]{2,}$/.test(word)) return [word];
  const letters = [...word.slice(1)];
  const value = letters.findIndex((letter) => requiredValue.includes(letter));
  const alone = value < 0 ? letters : letters.slice(0, value);
  const rest = value < 0 ? [] : [`-${letters.slice(value).join('')}`];
  return [...alone.map((letter) => `-${letter}`), ...rest];
}

function withoutVerb(word: string, next: string | undefined, verbs: readonly string[]): string {
  const long = optionalValue[word.replace(/^--?/, '')];
  if (long === undefined || !word.startsWith('-') || next === undefined || !verbs.includes(next)) return word;
  // commander takes the next word as the value unless this one has its own.
  return long === '--reports' ? '--reports=1' : '--samples=all';
}
