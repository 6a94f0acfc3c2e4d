// Certificates in a text. Pure.

/** Each certificate of a text by itself, as PEM; what stands between its lines is not looked at. */
export function certificatesIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
}
