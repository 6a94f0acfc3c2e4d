// Parts that JSON schemas of smoke's own files are made of. Pure.

/** A map of values; the keys may have to have a form. */
export function map(values: object, keys?: string): object {
  return { type: 'object', additionalProperties: values, ...(keys && { propertyNames: { pattern: keys } }) };
}

/** A map of known keys, and no others. */
export function record(properties: Record<string, object>, required: readonly string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The format `regex`: a regular expression of JavaScript. */
export function isPattern(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern));
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}
