// Small stacks of one's own as Kubernetes objects, for tests.

import type { KubernetesOptions } from '../../../src/kubernetes/options.ts';
import { kubernetesStack } from '../../../src/kubernetes/render.ts';
import { composeStack } from '../../../src/stack/compose-stack.ts';
import type { Fragment, FragmentNotes } from '../../../src/stack/fragment.ts';
import type { Identity } from '../../../src/stack/identity.ts';
import type { ValueMap } from '../../../src/stack/manifest.ts';
import { filesTool, fragment, identity } from '../stack/parts.ts';

type Given = Partial<KubernetesOptions> & {
  readonly identity?: Identity;
  readonly project?: string;
  readonly app?: Fragment;
  readonly volumes?: ValueMap;
};

/** The objects of services, and what is lost. */
export function objectsOf(services: ValueMap, notes: Partial<FragmentNotes> = {}, given: Given = {}) {
  const { identity: own = identity(), project = 'test', app, volumes, ...options } = given;
  const { parts } = composeStack({
    project,
    app: 'app',
    storage: 'storage',
    bind: '127.0.0.1',
    fragments: [filesTool, ...(app ? [app] : []), fragment(notes, { services, ...(volumes && { volumes }) })],
    settings: { flags: {}, environment: given.environment ?? {} },
    identity: own,
  });
  const made = kubernetesStack(parts(), {
    secrets: 'none',
    classes: {},
    quota: false,
    environment: {},
    command: './smoke',
    ...options,
  });
  /** What stands at a path such as spec.template.spec.containers.0; undefined where nothing does. */
  const find = (kind: string, name: string, path: string): unknown => {
    const object = made.objects.find((each) => each.kind === kind && each.metadata['name'] === name);
    return path
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object);
  };
  return { ...made, find, names: made.objects.map(({ kind, metadata }) => `${kind} ${metadata['name']}`) };
}
