import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { replacePorts } from '../../../src/render/replace-ports.ts';

const ports = { a: ['127.0.0.1:20001:80', { target: 90, published: '20002' }] };

describe('other ports in a text', () => {
  it.each([
    ['in brackets', 'services:\n  a:\n    ports: ["80:80", "90"] # web\n    image: a:1\n'],
    ['in lines', 'services:\n  a:\n    ports:\n      - "80:80"\n      - "90"\n    image: a:1\n'],
    ['in lines below the key', 'services:\n  a:\n    ports:\n    - 80:80\n    - 90\n    image: a:1\n'],
    ['at the end', 'services:\n  a:\n    image: a:1\n    ports:\n      - "80:80"'],
    ['in maps', 'services:\n  a:\n    image: a:1\n    ports:\n      - target: 80\n        published: 80\n'],
    ['in one line', 'services: { a: { image: "a:1", ports: ["80:80"] } }\n'],
  ])('stand in the place of the old ones, %s', (_, text) => {
    expect(parse(replacePorts(text, ports))).toEqual({ services: { a: { image: 'a:1', ports: ports.a } } });
  });

  it('leave everything else as it was written', () => {
    const text =
      'x: 0440 # octal\nservices:\n  b:\n    ports: ["1:1"]\n  a:\n    ports: ["80:80"]\n    mode: 0440\n    command: !reset null\n';
    const [before, after] = text.split('["80:80"]');
    expect(replacePorts(text, ports)).toBe(`${before}  ${JSON.stringify(ports.a)}${after}`);
  });

  it('are not put where a service has them from elsewhere', () => {
    const text = 'x: &p ["80:80"]\nservices: { a: { ports: *p } }\n';
    expect(replacePorts(text, ports)).toBe(text);
  });
});
