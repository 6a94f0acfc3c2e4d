// Fragments and identities for tests, with only what a test is about.

import { composeStack, type StackInput } from '../../../src/stack/compose-stack.ts';
import type { Fragment, FragmentNotes } from '../../../src/stack/fragment.ts';
import type { Identity } from '../../../src/stack/identity.ts';
import type { Resolved, Scope } from '../../../src/stack/interpolate.ts';
import type { Manifest, ValueMap } from '../../../src/stack/manifest.ts';

/** A fragment in which only the given parts are there. */
export function fragment(
  notes: Partial<FragmentNotes> = {},
  compose: ValueMap = {},
  more: Partial<Fragment> = {},
): Fragment {
  return {
    file: 'mine.yml',
    compose,
    notes: { kind: 'tool', summary: 'for a test', ...notes },
    lines: {},
    sources: {},
    ...more,
  };
}

/** An identity with these secrets. */
export function identity(secrets: Readonly<Record<string, string>> = {}): Identity {
  return { instanceId: 'abc123def456', secrets, ca: 'the CA\n', certificates: {} };
}

/** A scope of fixed names; a text stands for a value. */
export function scope(names: Readonly<Record<string, string | Resolved>>): Scope {
  return {
    names: () => Object.keys(names),
    resolve: (name) => {
      const found = names[name];
      return typeof found === 'string' ? { kind: 'value', text: found } : found;
    },
  };
}

/** The manifest of fragments, in an empty environment unless the test says otherwise. */
export function stack(fragments: readonly Fragment[], more: Partial<StackInput> = {}): Manifest {
  return composeStack({
    project: 'test',
    app: 'app',
    storage: 'storage',
    bind: '127.0.0.1',
    fragments,
    settings: { flags: {}, environment: {} },
    identity: identity(),
    ...more,
  }).manifest;
}

/** A fragment with the one-shot service that writes files. */
export const filesTool = fragment({}, { services: { files: { image: 'files:1' } } });
