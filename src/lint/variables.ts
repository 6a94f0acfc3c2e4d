// Compose's variables in a value. Pure.

/** Defaults within defaults that are followed. */
const deepest = 20;

/** The value with each variable replaced by its default; undefined when one has none. */
export function withDefaults(text: string, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  let out = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      out += text[at];
      continue;
    }
    if (text[at + 1] === '$') {
      out += '$';
      at++;
      continue;
    }
    if (text[at + 1] !== '{') {
      if (/[A-Za-z_]/.test(text[at + 1] ?? '')) return undefined;
      out += '$';
      continue;
    }
    const end = closing(text, at + 2);
    if (end < 0) return undefined;
    const filled = fallback(text.slice(at + 2, end), depth);
    if (filled === undefined) return undefined;
    out += filled;
    at = end;
  }
  return out;
}

/** Whether Compose reads a variable here. */
export function hasVariable(text: string): boolean {
  return /(^|[^$])(\$\$)*\$(\{|[A-Za-z_])/.test(text);
}

/** A default, or another operand, that holds a variable itself: `${A:-${B}}`. */
export function hasNestedVariable(text: string): boolean {
  return /\$\{[A-Za-z_]\w*:?[-+?][^}]{0,500}\$(\{|[A-Za-z_])/.test(text.replaceAll('$$', ''));
}

/** Offset of the brace that ends a variable. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function fallback(inside: string, depth: number): string | undefined {
  const match = /^[A-Za-z_]\w*:?-(.*)$/s.exec(inside);
  return match ? withDefaults(match[1] ?? '', depth + 1) : undefined;
}
