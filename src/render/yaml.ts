// The only YAML writer: plain words stay plain, everything else is quoted, so no reader of YAML 1.1 or 1.2 misreads it. Pure.

import { Document, isScalar, type Scalar, visit } from 'yaml';

/** Words that YAML 1.1 takes for booleans and nulls. */
const misread = /^(y|yes|n|no|true|false|on|off|null)$/i;

/** What no version of YAML takes for anything but text. */
const plainWord = /^[A-Za-z_/][A-Za-z0-9_./@-]*$/;

/** A value as YAML: keys in their order, no anchors, no folded lines. */
export function writeYaml(value: unknown, comment?: string): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  if (comment !== undefined) document.commentBefore = comment;
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string') node.type = styleOf(node.value);
    },
    Pair: (_, pair) => {
      if (isScalar(pair.key) && typeof pair.key.value === 'string') pair.key.type = styleOf(pair.key.value);
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function styleOf(text: string): Scalar.Type {
  if (text.includes('\n'))
    return /[^\n\x20-\x7e]/.test(text) || /^\s|\s\n/.test(text) ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
  return plainWord.test(text) && !misread.test(text) ? 'PLAIN' : 'QUOTE_DOUBLE';
}
