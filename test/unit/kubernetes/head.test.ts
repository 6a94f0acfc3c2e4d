import { describe, expect, it } from 'vitest';
import { renderKubernetes } from '../../../src/kubernetes/render.ts';
import { composeStack } from '../../../src/stack/compose-stack.ts';
import { filesTool, fragment, identity } from '../stack/parts.ts';

/** The head of a stack whose placed files have so many bytes. */
function headOf(bytes: number): string {
  const half = { content: 'x'.repeat(bytes / 4), mode: '0444' };
  const files = { 'big/a': half, 'big/b': half, 'big/c': half, 'big/d': half };
  const services = { web: { image: 'server:1', restart: 'always', volumes: ['big:/big:ro'] } };
  const { parts } = composeStack({
    project: 'test',
    app: 'app',
    storage: 'storage',
    bind: '127.0.0.1',
    fragments: [filesTool, fragment({ files }, { services })],
    settings: { flags: {}, environment: {} },
    identity: identity(),
  });
  const options = {
    secrets: 'none',
    classes: {},
    quota: false,
    environment: {},
    command: './smoke',
  } as const;
  return renderKubernetes(parts(), options).text.split('apiVersion')[0] ?? '';
}

describe('the head', () => {
  it('applies what fits into an annotation as everybody does', () => {
    expect(headOf(1000)).toContain('| kubectl apply -f -');
  });
  it('lets the server apply larger objects: kubectl alone would keep all of it in an annotation, which is too small', () => {
    expect(headOf(300_000)).toContain('| kubectl apply --server-side -f -');
  });
});
