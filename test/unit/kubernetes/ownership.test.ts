// To whom the roots of volumes belong, and what it takes.

import { describe, expect, it } from 'vitest';
import type { VolumeNotes } from '../../../src/stack/fragment.ts';
import type { ValueMap } from '../../../src/stack/manifest.ts';
import { objectsOf } from './stacks.ts';

const pod = 'spec.template.spec';
const shared = { role: 'data', access: 'shared', owner: '2000:2000', mode: '02770' } as const;

/** The security context of a pod of 1001, and what its init container gives to whom. */
function ownersOf(volumes: Readonly<Record<string, VolumeNotes>>, more: ValueMap = {}, security = {}) {
  const mounts = Object.keys(volumes).map((name) => `${name}:/${name}`);
  const web = { image: 'server:1', restart: 'always', user: '1001:1001', volumes: mounts, ...more };
  const { find, losses } = objectsOf({ web }, { volumes, security });
  const kind = Object.values(volumes).every(({ access }) => access === 'shared')
    ? 'Deployment'
    : 'StatefulSet';
  const first = find(kind, 'web', `${pod}.initContainers.0`) as Init | undefined;
  return {
    security: find(kind, 'web', `${pod}.securityContext`) as Readonly<Record<string, unknown>>,
    given: first?.env.find(({ name }) => name === 'OWNERS')?.value.split('\n') ?? [],
    asRoot: first?.securityContext.runAsUser === 0,
    losses,
  };
}

describe('the root of a volume', () => {
  it.each([undefined, { owner: '1001:1001' }, { owner: '26:1001', mode: '0770' }])(
    'belongs to the group of the pod where that is enough: %j',
    (notes) => {
      const { security, given } = ownersOf({ data: { role: 'data', ...notes } });
      expect(security['fsGroup']).toBe(1001);
      expect(given).toEqual([]);
    },
  );
  it.each(['0700', '0750'])('with a mode of %s belongs to the user, as no group can write it', (mode) => {
    const { security, given, asRoot, losses } = ownersOf({
      data: { role: 'data', owner: '1001:1001', mode },
      more: { role: 'data' },
    });
    expect(security['fsGroup']).toBeUndefined();
    expect(given).toEqual([`1001:1001 ${mode} /to/data`, '1001:1001 0770 /to/more']);
    expect(asRoot).toBe(true);
    expect(losses.join()).toMatch(/an init container runs as root, since .*data/);
  });
  it('may be the group that its fragment says a cluster can have', () => {
    const volumes = { data: { role: 'data', owner: '1001:1001', mode: '0750' } } as const;
    const { security, given } = ownersOf(volumes, {}, { web: { user: '1001:1001' } });
    expect(security['fsGroup']).toBe(1001);
    expect(given).toEqual([]);
  });
  it('that several pods share stays with its group, of which the pod is another member', () => {
    const { security, given } = ownersOf({ both: shared, data: { role: 'data' } });
    expect(security['fsGroup']).toBeUndefined();
    expect(security['supplementalGroups']).toEqual([2000]);
    expect(given).toEqual(['2000:2000 02770 /to/both', '1001:1001 0770 /to/data']);
  });
  it('is not touched by who only reads it', () => {
    const volumes = { both: shared } as const;
    const { given, security } = ownersOf(volumes, { volumes: ['both:/both:ro'] });
    expect(given).toEqual([]);
    expect(security).toMatchObject({ supplementalGroups: [2000] });
    expect(security['fsGroup']).toBeUndefined();
  });
  it('and what is placed in it are matters of who writes it, not of another one who reads it', () => {
    const volumes = { data: { role: 'data', owner: '999:999', mode: '0700' } } as const;
    const files = { 'data/key': { content: 'x', mode: '0400', owner: '999:999' } };
    const server = { image: 'server:1', restart: 'always' };
    const db = { ...server, volumes: ['data:/data'] };
    const side = { ...server, user: '1001:1001', volumes: ['data:/data:ro'] };
    const { find } = objectsOf({ db, side }, { volumes, files });
    expect(find('StatefulSet', 'db', `${pod}.initContainers.0.name`)).toBe('files');
    expect(find('Deployment', 'side', `${pod}.initContainers`)).toBeUndefined();
    expect(find('Deployment', 'side', `${pod}.securityContext.supplementalGroups`)).toEqual([999]);
    expect(find('Deployment', 'side', `${pod}.securityContext.fsGroup`)).toBeUndefined();
  });
  it('that only root can give does not take a secret file from the user', () => {
    const web = { image: 'server:1', restart: 'always', user: '1001:1001', volumes: ['data:/data'] };
    const volumes = { data: { role: 'data', owner: '1001:1001', mode: '0700' } } as const;
    const files = { 'data/key': { content: 'x', mode: '0400', owner: '1001:1001' } };
    const { find } = objectsOf({ web }, { volumes, files });
    expect(find('StatefulSet', 'web', `${pod}.initContainers.0.env.1.value`)).toBe(
      '0400 1001:1001 /from/data/key /to/data/key',
    );
  });
});

interface Init {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly securityContext: { readonly runAsUser?: number };
}
