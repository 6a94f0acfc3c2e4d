// The only YAML writer: plain words stay plain, everything else is quoted, so no reader of YAML 1.1 or 1.2 misreads it. Pure.

import { Document, Scalar, type ScalarTag, type Tags } from 'yaml';

/** Words that readers of YAML 1.1 take for booleans and nulls, and some of them for numbers. */
const misread = /^(y|yes|n|no|true|false|on|off|null|e-?\d+)$/i;

/** What no version of YAML takes for anything but text; with an underscore first, it may be a number. */
const plainWord = /^[A-Za-z/][A-Za-z0-9_./@-]*$/;

/** What means the same between double quotes as outside of them. */
const needsNoEscape = /^[ !#-[\]-~]*$/;

/** A value as YAML: keys in their order, no anchors, no folded lines. */
export function writeYaml(value: unknown, comment?: string): string {
  const document = new Document(value, { aliasDuplicateObjects: false, customTags: writeTextOurWay });
  if (comment !== undefined) document.commentBefore = comment;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A text that is quoted whatever it is, for readers who hand it on to others. */
export function quoted(text: string): Scalar<string> {
  return Object.assign(new Scalar(text), { type: Scalar.QUOTE_DOUBLE });
}

function writeTextOurWay(tags: Tags): Tags {
  return tags.map((tag) =>
    typeof tag !== 'string' && tag.tag === 'tag:yaml.org,2002:str' ? ourText(tag as ScalarTag) : tag,
  );
}

/** Most texts are written here, which takes half of the time; the rest by the package, in the style that fits. */
function ourText(tag: ScalarTag): ScalarTag {
  return {
    ...tag,
    stringify(item, context, onComment, onChompKeep) {
      const text = String(item.value);
      if (item.type === undefined && plainWord.test(text) && !misread.test(text)) return text;
      if (needsNoEscape.test(text)) return `"${text}"`;
      const styled: Scalar = Object.assign(item, { type: styleOf(text) });
      return tag.stringify?.(styled, context, onComment, onChompKeep) ?? JSON.stringify(text);
    },
  };
}

function styleOf(text: string): Scalar.Type {
  const hidden = /[^\n\x20-\x7e]/.test(text) || /^\s|[ \t]\n/.test(text);
  return text.includes('\n') && !hidden ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
}
