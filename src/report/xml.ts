// XML 1.0 whose texts may hold anything. Pure.

import { oneLine, plainText } from './plain-text.ts';

/** An element; attributes without a value are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  /** Elements, or a text. */
  readonly content?: readonly XmlElement[] | string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A whole document. */
export function renderXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(root, '')}`;
}

function renderElement({ name, attributes, content = [] }: XmlElement, indent: string): string {
  const head = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(oneLine(String(value)))}"`)
    .join('');
  const start = `${indent}<${name}${head}`;
  if (content.length === 0) return `${start}/>\n`;
  if (typeof content === 'string') return `${start}>${escapeXml(plainText(content))}</${name}>\n`;
  const children = content.map((child) => renderElement(child, `${indent}  `)).join('');
  return `${start}>\n${children}${indent}</${name}>\n`;
}

/** A text without the characters that mean something to XML or HTML; without `>` there is no `]]>` either. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
