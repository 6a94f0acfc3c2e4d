// Takes secrets out of texts before anybody sees them. Pure.

/** Shorter values would blank out ordinary words. */
const shortest = 4;

/** A function that replaces every secret, also in base64, hexadecimal, URL, JSON and HTML form, by `***`. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [
      secret,
      // As a Compose file has it.
      secret.replaceAll('$', '$$$$'),
      ...urlForms(secret),
      ...jsonForms(secret),
      ...htmlForms(secret),
      ...hexForms(secret),
      ...base64Forms(secret),
    ]);
  // The longest first, so that no part of a secret stays behind.
  const unique = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => unique.reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

/** Of a path and of a form, with hexadecimal digits of either case. */
function urlForms(secret: string): string[] {
  const forms = [encodeURIComponent(secret), new URLSearchParams({ _: secret }).toString().slice(2)];
  return forms.flatMap((form) => [form, form.replaceAll(/%../g, (byte) => byte.toLowerCase())]);
}

/** Go's writer escapes what HTML would read, too. */
function jsonForms(secret: string): string[] {
  const form = JSON.stringify(secret).slice(1, -1);
  return [form, form.replaceAll(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)];
}

function htmlForms(secret: string): string[] {
  const form = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = form.replaceAll('"', '&quot;');
  return [form, quoted, quoted.replaceAll("'", '&#39;'), quoted.replaceAll("'", '&apos;')];
}

function hexForms(secret: string): string[] {
  const form = Buffer.from(secret).toString('hex');
  return [form, form.toUpperCase()];
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

/** The same for JSON, which stays JSON whatever the secrets are: only its texts are masked. */
export function maskJson(value: unknown, mask: (text: string) => string): unknown {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? mask(part) : part,
  );
}
