// Proportions as a strip of colours; the words beside it say the same. Pure.

/** A part of a strip, as wide as its share. */
export interface Part {
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly size: number;
}

/** All parts in their order; neighbours of one state become one. */
export function strip(parts: readonly Part[]): string {
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  if (total === 0) return '';
  const joined: Part[] = [];
  for (const part of parts.filter(({ size }) => size > 0)) {
    const last = joined.at(-1);
    if (last?.state === part.state) joined[joined.length - 1] = { ...last, size: last.size + part.size };
    else joined.push(part);
  }
  let from = 0;
  const rects = joined.map(({ state, size }) => {
    const rect = `<rect class="${state}" x="${percent(from, total)}" width="${percent(size, total)}" height="100%"/>`;
    from += size;
    return rect;
  });
  return `<svg class="strip" height="8" aria-hidden="true">${rects.join('')}</svg>`;
}

/** A share as SVG takes it. */
export function percent(part: number, whole: number): string {
  return whole <= 0 ? '0%' : `${Number(((100 * part) / whole).toFixed(2))}%`;
}
