// What lsof tells of listening sockets (-F: a field on each line) → who listens. Pure.

import type { Listener } from './facts.ts';

/** Reads the fields p (process), c (its name) and n (address and port). */
export function parseLsof(text: string): Listener[] {
  const found: Listener[] = [];
  let [pid, name] = [0, ''];
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) [pid, name] = [Number(value), ''];
    else if (line.startsWith('c')) name = value;
    else if (line.startsWith('n')) {
      const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(value) ?? [];
      if (port !== '')
        found.push({ protocol: 'tcp', address: asText(address), port: Number(port), process: { pid, name } });
    }
  }
  return found;
}

function asText(address: string): string {
  return address === '*' ? '0.0.0.0' : address.replace(/^\[|\]$/g, '');
}
