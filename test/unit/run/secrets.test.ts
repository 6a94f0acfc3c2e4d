import { describe, expect, it } from 'vitest';
import type { Io } from '../../../src/io.ts';
import { parseYaml } from '../../../src/library/parse.ts';
import type { StackSource } from '../../../src/run/read-source.ts';
import { maskFor } from '../../../src/run/secrets.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const secret = 'hunter2hunter2';

function masked(service: string, more = '', text = secret): string {
  const folder = temporaryFolder({
    'web.env': `# mine\nDEBUG=yes\nexport DB_PASSWORD="${secret}"\n`,
    'key.txt': `${secret}\n`,
  });
  const yaml = `services: { a: { image: "a:1", ${service} } }\n${more}`;
  const manifest = parseYaml(yaml, 'c.yml').value as unknown as Manifest;
  const stack = { project: 'p', manifest, text: yaml, file: `${folder}/c.yml`, folder } as StackSource;
  const env = { XDG_STATE_HOME: folder, HELD: secret, HELD_TOKEN: secret, TAG: 'latest' };
  return maskFor(stack, {}, { env } as unknown as Io)(text);
}

describe('what is masked of a stack', () => {
  it.each([
    ['a variable without a value, which the environment has', 'environment: [HELD_TOKEN]', ''],
    ['a reference with a default', 'environment: { X: "${HELD_TOKEN:-}" }', ''],
    ['a required reference', 'environment: { X: "${HELD:?}" }', ''],
    ['a file of variables', 'env_file: web.env', ''],
    ['one of several', 'env_file: [{ path: web.env, required: false }]', ''],
    ['a secret from a file', 'secrets: [s]', 'secrets: { s: { file: ./key.txt } }'],
    ['a secret from the environment', 'secrets: [s]', 'secrets: { s: { environment: HELD } }'],
  ])('%s', (_, service, more) => {
    expect(masked(service, more)).toBe('***');
  });

  it.each([
    ['a switch', 'environment: { DEBUG: "yes" }', 'yes'],
    ['a file that is not there', 'env_file: no.env', secret],
    ['a folder', 'env_file: .', secret],
  ])('but not %s', (_, service, text) => {
    expect(masked(service, '', text)).toBe(text);
  });
});
