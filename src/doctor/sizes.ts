// Sizes: from the words of Compose, and into words for people. Pure.

const units = ['', 'k', 'm', 'g', 't'];

/** Bytes of a size such as 512m or 1.5 GiB, as Compose counts them; undefined for what is none. */
export function bytesOf(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  return Math.round(Number(amount) * 1024 ** units.indexOf(unit.toLowerCase()));
}

/** Bytes for people: `1.5 GiB`. */
export function shownBytes(bytes: number): string {
  const names = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), names.length - 1);
  const amount = bytes / 1024 ** power;
  return `${amount < 10 && power > 0 ? Number(amount.toFixed(1)) : Math.round(amount)} ${names[power]}`;
}
