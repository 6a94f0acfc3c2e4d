import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { clusterName, renderSecretsAlone } from '../../../src/render/cluster-secrets.ts';
import { shared, sideOf } from './shared-parts.ts';

describe('the name of an object', () => {
  it.each([
    ['cryostat', 'cryostat'],
    ['my_app-', 'my-app'],
    ['7up', 'cryostat-7up'],
    ['a--_', 'a'],
    ['x'.repeat(63), 'x'.repeat(40)],
    [`${'x'.repeat(39)}-y`, 'x'.repeat(39)],
  ])('of project %s is %s', (project, name) => {
    expect(clusterName(project)).toBe(name);
    expect(clusterName(project)).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
  });
});

describe('Secrets alone', () => {
  it('come out of YAML as they went in, whatever is in them', () => {
    const odd = ['12345', '1e5', 'true', 'a\\b"c\'d', '#x', '${x}', ' a ', 'ключ', '*a'];
    for (const text of odd) {
      const credentials = { accessKeyId: text, secretAccessKey: text };
      const written = renderSecretsAlone(shared(sideOf({}, { credentials })));
      for (const version of ['1.1', '1.2'] as const) {
        const [secret] = parseAllDocuments(written, { version }).map(
          (document) => document.toJS() as unknown,
        );
        expect(secret).toMatchObject({
          type: 'Opaque',
          stringData: { STORAGE_ACCESS_KEY_ID: text, STORAGE_ACCESS_KEY: text, ACCESS_KEY: text },
        });
      }
    }
  });

  it('say which variables they are made of, and that they are to be kept', () => {
    const variables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'CRYOSTAT_PASS'];
    const text = renderSecretsAlone(shared(sideOf(), { variables }));
    expect(text).toContain('with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and CRYOSTAT_PASS set');
    expect(text).toContain('keep this to yourself');
  });
});
