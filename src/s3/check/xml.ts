// The little of XML that S3 speaks: elements with text, no attributes that matter. Pure.

/** The text of the first element of this name, undefined when there is none. */
export function textOf(xml: string, name: string): string | undefined {
  const found = elementsOf(xml, name)[0];
  return found === undefined ? undefined : decodeEntities(found);
}

/** The insides of all elements of this name, as they are. Looks at each character a few times only, whatever a server sends. */
export function elementsOf(xml: string, name: string): string[] {
  const open = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^<>]*?)?(/?)>`, 'g');
  const close = new RegExp(`</(?:\\w+:)?${name}\\s*>`, 'g');
  const found: string[] = [];
  for (let begin = open.exec(xml); begin !== null; begin = open.exec(xml)) {
    if (begin[1] === '/') {
      found.push('');
      continue;
    }
    close.lastIndex = open.lastIndex;
    const end = close.exec(xml);
    if (end === null) break;
    found.push(xml.slice(open.lastIndex, end.index));
    open.lastIndex = close.lastIndex;
  }
  return found;
}

/** The name of the outermost element, undefined when it is no XML. */
export function rootOf(xml: string): string | undefined {
  return /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:\w+:)?(\w+)[\s/>]/.exec(xml)?.[1];
}

/** A text as it may stand in an element. */
export function encodeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  const unwrapped = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(text);
  if (unwrapped) return unwrapped[1] ?? '';
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity] ?? whole;
    const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
