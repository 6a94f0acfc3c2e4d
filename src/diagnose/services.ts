// Which service a text means. Pure.

import type { Scene, ServiceSeen, Symptoms } from './symptoms.ts';

/** The service behind a host name: its own name, its container's, or one with the network's name behind it. */
export function findService({ scene }: Pick<Symptoms, 'scene'>, host: string): ServiceSeen | undefined {
  const bare = host.toLowerCase();
  return scene.services.find(
    ({ name, container }) =>
      bare === name.toLowerCase() || bare === container?.name || bare.startsWith(`${name.toLowerCase()}.`),
  );
}

/** The service that a provider's line names: by its container, or in one of the ways providers speak of services. */
export function serviceIn(scene: Scene, text: string): ServiceSeen | undefined {
  const { services, project } = scene;
  return (
    services.find(
      ({ container }) => container && (text.includes(container.id) || text.includes(container.name)),
    ) ?? services.find(({ name }) => isNamed(text, name, project))
  );
}

function isNamed(text: string, name: string, project: string): boolean {
  const own = escaped(name);
  const container = `${escaped(project)}[-_]${own}[-_]\\d+`;
  const word = `(?:services?[. :"'\\[]+${own}\\b|container ["']?${container}\\b|^ *[✘]? *(?:Service|Container)? *(?:${own}|${container}) +(?:Error|Interrupted))`;
  return new RegExp(word, 'i').test(text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
