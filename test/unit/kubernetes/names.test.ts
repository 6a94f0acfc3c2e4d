import { describe, expect, it } from 'vitest';
import { objectsOf } from './stacks.ts';

const server = { image: 'server:1', restart: 'unless-stopped', expose: ['80'] };
const data = { role: 'data', size: '1Gi' } as const;

describe('a project', () => {
  it.each([
    ['my-', 'my'],
    ['a__', 'a'],
    ['a'.repeat(70), 'a'.repeat(63)],
  ])(
    'called %s is %s in labels, which have 63 characters and end with a letter or digit',
    (project, value) => {
      const { objects } = objectsOf({ web: server }, {}, { project });
      const shown = JSON.stringify(objects);
      expect(shown).toContain(`"app.kubernetes.io/instance":"${value}"`);
      expect(shown).not.toContain(`"${project}"`);
    },
  );
  it('that is too long for two volumes is what has to change', () => {
    const web = { ...server, volumes: ['one:/a', 'two:/b'] };
    const volumes = { one: data, two: data };
    const make = (project: string) => () => objectsOf({ web }, { volumes }, { project });
    expect(make('a'.repeat(63))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('shorter --project') }),
    );
  });
});

describe('names inside of a pod', () => {
  it('are each there once, whatever volumes are called', () => {
    const files = { 'data/seed': { content: 'x', mode: '0444' } };
    const names = ['data', 'data-from', 'folder-3'];
    const web = { ...server, volumes: ['data:/a', 'data-from:/b', '/nameless', 'folder-3:/c'] };
    const volumes = Object.fromEntries(names.map((name) => [name, data]));
    const { find } = objectsOf({ web }, { files, volumes });
    const spec = find('StatefulSet', 'web', 'spec.template.spec') as Spec;
    const own = spec.volumes.map(({ name }) => name);
    expect(new Set(own).size).toBe(5);
    const mounted = [...spec.initContainers, ...spec.containers].flatMap(({ volumeMounts }) =>
      volumeMounts.map(({ name }) => name),
    );
    expect(own.filter((name) => !mounted.includes(name))).toEqual([]);
    expect(mounted.filter((name) => !own.includes(name))).toEqual([]);
  });
  it('of containers are so as well, where a service is called like a helper', () => {
    const wait = { ...server, depends_on: ['web'] };
    const { find } = objectsOf({ wait, web: server });
    expect(find('Deployment', 'wait', 'spec.template.spec.containers.0.name')).toBe('wait');
    expect(find('Deployment', 'wait', 'spec.template.spec.initContainers.0.name')).toBe('wait-first');
  });
});

interface Spec {
  readonly volumes: readonly { readonly name: string }[];
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
}
interface Container {
  readonly volumeMounts: readonly { readonly name: string }[];
}
