// Names that Kubernetes accepts: those of services must stay, since others call them; the rest is ours. Pure.

import { SmokeError } from '../error.ts';
import type { StackParts } from '../stack/parts.ts';

const serviceName = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether it can be the name of a Service, and so a host name. */
export function isServiceName(name: string): boolean {
  return serviceName.test(name);
}

/** Refuses a service whose name no Service can have: whatever calls it would have to change as well. */
export function checkServiceNames(names: readonly string[]): void {
  const wrong = names.find((name) => !isServiceName(name));
  if (wrong === undefined) return;
  throw new SmokeError(
    'USAGE',
    `--format kubernetes: got the service "${wrong}", expected a name of lower-case letters, digits and hyphens, at most 63`,
    {
      hint: 'Rename it in its fragment, and wherever others call it: a Service has the name by which it is called.',
    },
  );
}

/** Name of an object that belongs to the stack: its project, then what it holds. */
export function objectName(parts: StackParts, thing: string): string {
  const name = `${parts.project}-${thing}`.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return name.replace(/^-+/, '').slice(0, 63).replace(/-+$/, '');
}

/** Refuses volumes that only differ in what names of objects cannot show. */
export function checkVolumeNames(parts: StackParts, volumes: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const volume of volumes) {
    const name = objectName(parts, volume);
    const other = seen.get(name);
    if (other !== undefined && other !== volume) {
      throw new SmokeError(
        'USAGE',
        `--format kubernetes: the volumes "${other}" and "${volume}" would both be called ${name}`,
        {
          hint:
            name.length < `${parts.project}-${volume}`.length
              ? 'Choose a shorter --project: names have 63 characters at most.'
              : 'Rename one of them in its fragment.',
        },
      );
    }
    seen.set(name, volume);
  }
}

/** Key of a file or a value in a ConfigMap or Secret. */
export function keyOf(text: string): string {
  return text.replaceAll(/[^-._a-zA-Z0-9]/g, '_');
}

/** A text as the value of a label. */
export function labelValue(text: string): string {
  return text.slice(0, 63).replace(/[-_.]+$/, '');
}

/** A name that none of these has. */
export function freeName(wanted: string, taken: readonly string[]): string {
  return taken.includes(wanted) ? freeName(`${wanted}-x`, taken) : wanted;
}

/** Name of the place inside of a pod from which a volume's files come. */
export function sourceKey(volume: string, own: readonly { readonly name: string }[]): string {
  return freeName(
    `${volumeKey(volume)}-from`,
    own.map(({ name }) => volumeKey(name)),
  );
}

/** A volume's name as a pod may have it. */
export function volumeKey(volume: string): string {
  const name = volume.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return name.replace(/^-+/, '').slice(0, 55).replace(/-+$/, '');
}
