// Other entries of `ports` in a text that somebody wrote: all else stays as it stands, also what YAML reads in more than one way. Pure.

import { isMap, isSeq, type Node, parseDocument } from 'yaml';
import type { Value } from '../stack/manifest.ts';

/** The text with these entries for the services; a service whose ports do not stand with it keeps them. */
export function replacePorts(text: string, ports: Readonly<Record<string, readonly Value[]>>): string {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const services = document.get('services', true);
  const edits = (isMap(services) ? services.items : []).flatMap(({ key, value }) => {
    const entries = ports[String(key)];
    const list = isMap(value) ? (value.get('ports', true) as Node | undefined) : undefined;
    if (entries === undefined || !isSeq(list) || !list.range) return [];
    const [start, end] = list.range;
    return [{ start, end, written: written(entries, text.slice(start, end)) }];
  });
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((rest, { start, end, written }) => rest.slice(0, start) + written + rest.slice(end), text);
}

/** In one line, and further in than its key: a list in lines need not be. */
function written(entries: readonly Value[], before: string): string {
  return `  ${JSON.stringify(entries)}${/\n\s*$/.test(before) ? '\n' : ''}`;
}
