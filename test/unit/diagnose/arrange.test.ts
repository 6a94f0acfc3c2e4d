import { describe, expect, it } from 'vitest';
import type { ContainerState, Engine } from '../../../src/engine/engine.ts';
import { startFailure } from '../../../src/run/failures.ts';
import type { ServiceState } from '../../../src/run/verdict.ts';

const engine = { name: 'podman', compose: { name: 'podman-compose' } } as Engine;
const container = { id: '1a1145d4702a', name: 'p_web_1' } as ContainerState;
const states: ServiceState[] = [
  { service: 'db', state: 'missing' },
  { service: 'web', state: 'created', container },
];
const cardOf = (...lines: string[]) =>
  startFailure(engine, { exitCode: 1, output: lines.join('\n') }, states, (text) => text);

describe('the card of a provider that could not start the stack', () => {
  it('names the service whose container the error names', () => {
    const card = cardOf('Error: unable to start container "1a1145d4702a": address already in use');
    expect(card.subject).toBe('web');
    expect(card.cause).toContain('address already in use');
  });

  it('tells the first error, not what follows from it', () => {
    const card = cardOf(
      'Trying to pull a:1...',
      'Error: no such image a:1',
      'Error: no container with name "x"',
    );
    expect(card).toMatchObject({ subject: 'podman-compose', cause: 'Error: no such image a:1' });
    expect(card.evidence).toHaveLength(3);
  });

  it('tells the last line where none is an error, and that there is none', () => {
    expect(cardOf('Traceback:', 'AssertionError').cause).toBe('AssertionError');
    expect(cardOf('').cause).toBe('ended with an error and said nothing');
  });
});
