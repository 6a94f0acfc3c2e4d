// Takes secrets out of texts before anybody sees them. Pure.

/** Shorter values would blank out ordinary words. */
const shortest = 4;

/** A function that replaces every secret, also in base64, URL and JSON form, by `***`. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ]);
  // The longest first, so that no part of a secret stays behind.
  const unique = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => unique.reduce((masked, form) => masked.replaceAll(form, '***'), text);
}
