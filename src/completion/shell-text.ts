// Texts inside of shell scripts. Pure.

/** A text between single quotes, for bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Spellings of a flag. */
export function spellings(flag: { readonly short?: string; readonly long?: string }): string[] {
  return [flag.short, flag.long].filter((text) => text !== undefined);
}

/** The first sentence of a help text, on one line, for menus. */
export function brief(help: string): string {
  return help.replaceAll(/\s+/g, ' ').trim();
}
