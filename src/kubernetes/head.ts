// What stands above the objects: what they are, how to apply them, what is not in them. Pure.

import type { StackParts } from '../stack/parts.ts';
import type { KubernetesObject } from './objects.ts';
import type { KubernetesOptions } from './options.ts';

/** The comment at the head of the text. */
export function head(
  parts: StackParts,
  options: KubernetesOptions,
  objects: readonly KubernetesObject[],
  losses: readonly string[],
): string {
  const secrets = objects
    .filter(({ kind }) => kind === 'Secret')
    .map(({ metadata }) => String(metadata['name']));
  const apply = kubectl(objects);
  const again = command(options, options.secrets);
  const lines = [
    `${parts.app} with storage ${parts.storage} for Kubernetes, made by smoke. The same again:`,
    `  ${again}`,
    ...(options.secrets === 'none' ? applying(options, secrets, apply) : []),
    ...(options.secrets === 'separate'
      ? ['Apply it before the rest, and keep it to yourself:', `  ${again} | ${apply}`]
      : []),
    ...(options.secrets === 'inline'
      ? ['Secrets are inside: keep it to yourself. Apply it:', `  ${again} | ${apply}`]
      : []),
    ...(options.secrets === 'separate' || losses.length === 0
      ? []
      : ['What is not as in the Compose stack:', ...losses.map((loss) => `  * ${loss}`)]),
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}

/** kubectl alone keeps each object once more in an annotation, which has 256 KiB at most. */
function kubectl(objects: readonly KubernetesObject[]): string {
  const isLarge = objects.some((object) => JSON.stringify(object).length > 250_000);
  return isLarge ? 'kubectl apply --server-side -f -' : 'kubectl apply -f -';
}

function applying(options: KubernetesOptions, secrets: readonly string[], how: string): string[] {
  const apply = `  ${command(options, 'none')} | ${how}`;
  if (secrets.length === 0) return ['Apply it:', apply];
  return [
    `Its Secrets are not in it (${secrets.join(', ')}). Apply them first, then this:`,
    `  ${command(options, 'separate')} | ${how}`,
    apply,
  ];
}

function command(options: KubernetesOptions, secrets: KubernetesOptions['secrets']): string {
  const { classes, quota, only } = options;
  const { file, block } = classes;
  const chosen =
    file === block
      ? file
      : Object.entries(classes)
          .map(([kind, name]) => `${kind}=${name}`)
          .join(',');
  return [
    options.command,
    '--format kubernetes',
    ...(chosen ? [`--storage-class ${chosen}`] : []),
    ...(quota ? ['--quota'] : []),
    ...(only ? [`--only ${only.join(',')}`] : []),
    ...(secrets === 'none' ? [] : [`--secrets ${secrets}`]),
  ].join(' ');
}
