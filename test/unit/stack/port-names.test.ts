import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/stack/manifest.ts';
import { portNames } from '../../../src/stack/port-names.ts';
import { fragment, stack } from './parts.ts';

const port = (number: number): string => `\${PORT_${number}}`;
const publishing = (...ports: Value[]) => fragment({}, { services: { a: { image: 'a:1', ports } } });
const textOf = (fragments: ReturnType<typeof publishing>[], name: string, moved = {}) => {
  const found = portNames(fragments, moved)[name];
  return found?.kind === 'value' ? found.text : undefined;
};

describe('the name of a published port', () => {
  it.each<[string, Value]>([
    ['by the name itself', `127.0.0.1:${port(8443)}:443`],
    ['by its number', '127.0.0.1:8443:443'],
    ['without an address', '8443:443'],
    ['in a range', '8440-8450:40-50'],
    ['in the long form', { target: 443, published: 8443 }],
    ['in the long form by its name', { target: 443, published: port(8443) }],
  ])('is known where a fragment publishes it %s', (_, entry) => {
    expect(textOf([publishing(entry)], 'PORT_8443')).toBe('8443');
    expect(textOf([publishing(entry)], 'PORT_8443', { 8443: 20001 })).toBe('20001');
  });

  it('has a form in base64', () => {
    expect(textOf([publishing('8443:443')], 'PORT_8443_BASE64')).toBe('ODQ0Mw==');
  });

  it('is not the one of the container', () => {
    expect(textOf([publishing('127.0.0.1:8443:443')], 'PORT_443')).toBeUndefined();
  });

  it('is refused where nobody publishes it, with the one that was probably meant', () => {
    const mistyped = fragment({}, { services: { b: { image: 'b:1', environment: { A: port(8444) } } } });
    expect(() => stack([publishing('8443:443'), mistyped])).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('PORT_8444} is not a known parameter'),
        hint: expect.stringContaining('PORT_8443'),
      }),
    );
  });

  it('is a number in a probe', () => {
    const probed = fragment({
      probes: [{ name: 'P', kind: 'tcp', host: '127.0.0.1', port: port(8443) as unknown as number }],
    });
    const { 'x-smoke': notes } = stack([publishing(`127.0.0.1:${port(8443)}:443`), probed], {
      ports: { 8443: 20001 },
    });
    expect(notes?.probes).toMatchObject([{ port: 20001 }]);
  });
});
