// Takes secrets out of texts before anybody sees them. Pure.

/** Shorter values would blank out ordinary words. */
const shortest = 4;

/** A function that replaces every secret, also in base64, hexadecimal, URL and JSON form, by `***`. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('hex'),
      ...base64Forms(secret),
    ]);
  // The longest first, so that no part of a secret stays behind.
  const unique = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => unique.reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

/** The secret alone, and the characters that are its own wherever it stands in a longer encoded text (`user:secret`). */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return (['base64', 'base64url'] as const).flatMap((encoding) => [
    bytes.toString(encoding).replace(/=+$/, ''),
    ...[0, 1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), bytes])
        .toString(encoding)
        .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
    ),
  ]);
}
