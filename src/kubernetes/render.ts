// The parts of a stack → Kubernetes objects as YAML, and what they cannot say. Pure.

import { SmokeError } from '../error.ts';
import type { Rendered } from '../render/cluster.ts';
import { writeYaml } from '../render/yaml.ts';
import type { StackParts } from '../stack/parts.ts';
import { fillReferences } from '../stack/references.ts';
import { bucketsObjects } from './buckets.ts';
import { claimObject, quotaObject, stackClaims } from './claims.ts';
import type { SecretValue } from './environment.ts';
import { fileObjects } from './files.ts';
import { head } from './head.ts';
import { givenLosses, lossesOf } from './losses.ts';
import { podVolumes, readMounts, type Surroundings } from './mounts.ts';
import { checkServiceNames, checkVolumeNames } from './names.ts';
import { type KubernetesObject, metadata } from './objects.ts';
import { type KubernetesOptions, onlyServices } from './options.ts';
import { otherNames, serviceObjects, servicePorts } from './services.ts';
import { type Workload, workload } from './workloads.ts';

/** The objects of a stack, in the order in which they are applied, and what is lost. */
export interface KubernetesStack {
  readonly objects: readonly KubernetesObject[];
  readonly losses: readonly string[];
}

/** Makes the objects, Secrets among them. */
export function kubernetesStack(whole: StackParts, options: KubernetesOptions): KubernetesStack {
  const parts = onlyServices(whole, options.only);
  const names = Object.keys(parts.services).filter((name) => name !== 'files');
  checkServiceNames(names);
  checkHosts(parts, names);
  const mountsOf = Object.fromEntries(names.map((name) => [name, readMounts(parts.services[name] ?? {})]));
  const volumes = podVolumes(parts, mountsOf);
  checkVolumeNames(parts, Object.keys(volumes));
  const around: Surroundings = { parts, mountsOf, volumes, ports: servicePorts(parts, whole) };
  const workloads = names.map((name) => workload(around, name));
  const buckets = bucketsObjects(around);
  const claims = stackClaims(around, options.classes);
  const files = Object.values(volumes).flatMap((volume) => fileObjects(parts, volume));
  const values = [...workloads.flatMap(({ pod }) => pod.secrets), ...(buckets?.secrets ?? [])];
  const objects = [
    ...(options.quota ? [quotaObject(parts, claims)] : []),
    ...files,
    ...secretObjects(parts, values, options),
    ...claims.map((claim) => claimObject(parts, claim)),
    ...names.flatMap((name) => serviceObjects(parts, name, around.ports[name] ?? [])),
    ...workloads.map(({ object }) => object),
    ...(buckets?.objects ?? []),
  ];
  checkUnique(objects);
  const losses = [
    ...lossesOf(around),
    ...givenLosses(around, options.environment),
    ...workloads.flatMap(({ pod }) => pod.losses),
    ...unrestricted(names, workloads),
    ...claims
      .filter(({ isGuessed }) => isGuessed)
      .map(({ name }) => `${name}: nobody says its size, so it is 1Gi: say it in x-smoke.volumes`),
  ];
  return { objects, losses };
}

/** The text of a stack. */
export function renderKubernetes(whole: StackParts, options: KubernetesOptions): Rendered {
  const { objects, losses } = kubernetesStack(whole, options);
  const shown = objects.filter(({ kind }) =>
    options.secrets === 'inline' ? true : (kind === 'Secret') === (options.secrets === 'separate'),
  );
  if (shown.length === 0) {
    throw new SmokeError(
      'USAGE',
      'there is nothing to print: the chosen services have no objects of this kind',
    );
  }
  const comment = head(whole, options, objects, losses);
  const texts = shown.map((object, index) => writeYaml(object, index === 0 ? comment : undefined));
  // Secrets alone lose nothing; whoever prints the rest is told.
  return { text: texts.join('---\n'), losses: options.secrets === 'separate' ? [] : losses };
}

/** Values by their Secrets; what variables give them is only asked for when they are printed. */
function secretObjects(
  parts: StackParts,
  values: readonly SecretValue[],
  { secrets, environment }: KubernetesOptions,
): KubernetesObject[] {
  const names = [...new Set(values.map(({ secret }) => secret))];
  return names.map((name) => {
    const own = new Map(values.filter(({ secret }) => secret === name).map(({ key, text }) => [key, text]));
    const stringData = Object.fromEntries(
      [...own].map(([key, text]) => {
        const filled = fillReferences(text, environment);
        if (filled === undefined && secrets !== 'none') throw unset(text);
        return [key, filled ?? ''];
      }),
    );
    return { apiVersion: 'v1', kind: 'Secret', metadata: metadata(parts, name), type: 'Opaque', stringData };
  });
}

function unset(text: string): SmokeError {
  const name = /\$\{(\w+)/.exec(text)?.[1] ?? 'a variable';
  return new SmokeError('USAGE', `${name} is not set, and a Secret is to hold its value`, {
    hint: `Set ${name}, or make the Secret yourself: without --secrets, the head of the output names it.`,
  });
}

/** The names of objects come from those of services, volumes, and ours. */
function checkUnique(objects: readonly KubernetesObject[]): void {
  const seen = new Set<string>();
  for (const { kind, metadata } of objects) {
    const name = `${kind} ${String(metadata['name'])}`;
    if (seen.has(name))
      throw new SmokeError('USAGE', `--format kubernetes: there would be two objects called ${name}`, {
        hint: 'Rename the service or the volume in its fragment.',
      });
    seen.add(name);
  }
}

/** Two services may not answer to one name. */
function checkHosts(parts: StackParts, names: readonly string[]): void {
  const owners = new Map(names.map((name) => [name, name]));
  for (const name of names) {
    for (const other of otherNames(name, parts.services[name] ?? {})) {
      const owner = owners.get(other) ?? name;
      if (owner !== name)
        throw new SmokeError('USAGE', `--format kubernetes: ${owner} and ${name} are both called ${other}`, {
          hint: 'A Service has one name and leads to one kind of pod: change hostname or alias of one of them.',
        });
      owners.set(other, name);
    }
  }
}

function unrestricted(names: readonly string[], workloads: readonly Workload[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const [index, name] of names.entries()) {
    const user = workloads[index]?.pod.user;
    if (!user || user.isRestricted) continue;
    const why = user.why ?? '';
    reasons.set(why, [...(reasons.get(why) ?? []), name]);
  }
  return [...reasons].map(
    ([why, services]) =>
      `${services.join(', ')}: not restricted, since ${why}; a namespace that enforces the restricted standard refuses it (x-smoke.security in a fragment says more)`,
  );
}
