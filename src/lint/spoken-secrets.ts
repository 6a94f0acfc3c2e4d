// Passwords on the command line of a service or of its health check. Pure.

import { healthTest } from './health.ts';
import type { Service } from './project.ts';
import { child, type Spot, texts } from './spot.ts';

/** A password on a command line: by which option, and where. */
export interface SpokenSecret {
  readonly name: string;
  readonly value: string;
  readonly spot: Spot;
}

/** What is left unsaid may be a word of the shell, a file or a reference; callers look at the value. */
export function* spokenSecrets(service: Service): Iterable<SpokenSecret> {
  const commands = [
    healthTest(service)?.words ?? [],
    ...['command', 'entrypoint'].map((key) => texts(child(service.spot, key))),
  ];
  for (const words of commands) {
    const callsCurl = words.some(({ text }) => /\bcurl\b/.test(text));
    for (const [index, spot] of words.entries()) {
      for (const [, option = '', value = ''] of spot.text.matchAll(passwordOption))
        if (!/file|path|name|header|url/i.test(option)) yield { name: `--${option}`, value, spot };
      if (!callsCurl) continue;
      // The option may be the word before.
      const before = words[index - 1]?.text ?? '';
      const text = /^-\S+$/.test(before) ? `${before} ${spot.text}` : spot.text;
      for (const [, option = '', value = ''] of text.matchAll(userOption))
        yield { name: `the password of curl ${option}`, value, spot };
    }
  }
}

const passwordOption = /(?:^|\s)--?([\w.-]{0,60}(?:password|secret|token)[\w.-]{0,60})=["']?([^\s"']+)/gi;
const userOption =
  /(?:^|\s)(-[A-Za-z]{0,10}[uU]|--(?:proxy-)?user)(?:\s+|=)?["']?[^\s"':-][^\s"':]*:([^\s"']+)/g;
