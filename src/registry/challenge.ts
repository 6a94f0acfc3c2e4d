// What a registry asks for before it answers: the WWW-Authenticate header. Pure.

/** Where a token comes from, and for what. */
export interface BearerChallenge {
  readonly realm: string;
  readonly service?: string;
  readonly scope?: string;
}

/** The Bearer challenge of a header; undefined where there is none, such as for Basic alone. */
export function parseChallenge(header: string | null): BearerChallenge | undefined {
  const start = /(?:^|,)\s*Bearer\s+/i.exec(header ?? '');
  if (header === null || !start) return undefined;
  const found: Record<string, string> = {};
  const rest = header.slice(start.index + start[0].length);
  for (const [, name = '', quoted, plain] of rest.matchAll(
    /(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/g,
  )) {
    // The first one counts: another scheme with names of its own may follow.
    found[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
  }
  const { realm, service, scope } = found;
  if (!realm) return undefined;
  return { realm, ...(service && { service }), ...(scope && { scope }) };
}
