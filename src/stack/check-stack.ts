// What no fragment can see alone: services that do not fit together. Pure.

import { SmokeError } from '../error.ts';
import { dependencyNames } from './depends-on.ts';
import { type Fragment, isMap } from './fragment.ts';
import { fragmentError } from './interpolate.ts';
import type { Value, ValueMap } from './manifest.ts';

/** Refuses a stack that no engine could start. */
export function checkStack(
  fragments: readonly Fragment[],
  services: Readonly<Record<string, ValueMap>>,
): void {
  checkImages(fragments, services);
  checkWaiting(services);
  checkPorts(services);
}

/** A variant may change an image; of all others, only one brings a service along. */
function checkImages(fragments: readonly Fragment[], services: Readonly<Record<string, ValueMap>>): void {
  const bringers = new Map<string, string>();
  for (const { compose, file, lines, notes } of fragments) {
    for (const [name, service] of Object.entries(isMap(compose['services']) ? compose['services'] : {})) {
      if (notes.kind === 'variant' || !isMap(service) || service['image'] === undefined) continue;
      const path = `services.${name}.image`;
      const other = bringers.get(name);
      if (other !== undefined)
        throw fragmentError({ file, path, line: lines[path] }, `${other} has a service of the same name`);
      bringers.set(name, file);
    }
  }
  for (const [name, { image, build }] of Object.entries(services)) {
    if (image !== undefined || build !== undefined) continue;
    throw unfit(`the service ${name} has no image`, 'Is its name the one of another fragment, mistyped?');
  }
}

function checkWaiting(services: Readonly<Record<string, ValueMap>>): void {
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]): void => {
    if (chain.includes(name)) throw unfit(`services wait for each other: ${[...chain, name].join(' → ')}`);
    if (done.has(name)) return;
    for (const other of dependencyNames(services[name])) {
      if (services[other] === undefined)
        throw unfit(`the service ${name} waits for ${other}, which is not there`);
      visit(other, [...chain, name]);
    }
    done.add(name);
  };
  for (const name of Object.keys(services)) visit(name, []);
}

function checkPorts(services: Readonly<Record<string, ValueMap>>): void {
  const users = new Map<string, string>();
  for (const [name, { ports }] of Object.entries(services)) {
    for (const port of Array.isArray(ports) ? (ports as readonly Value[]) : []) {
      const published = publishedPort(port);
      if (published === undefined) continue;
      const other = users.get(published);
      if (other !== undefined)
        throw unfit(`the services ${other} and ${name} both publish port ${published.split('/')[0]}`);
      users.set(published, name);
    }
  }
}

/** Number and protocol on the host, where one is chosen. */
function publishedPort(port: Value): string | undefined {
  if (isMap(port)) {
    const { published, protocol = 'tcp' } = port;
    return published === undefined ? undefined : `${String(published)}/${String(protocol)}`;
  }
  const match = /(?:^|:)(\d+):\d+(?:\/(\w+))?$/.exec(String(port));
  return match ? `${match[1]}/${match[2] ?? 'tcp'}` : undefined;
}

function unfit(problem: string, hint = 'Leave one of the fragments out, or change it.'): SmokeError {
  return new SmokeError('FRAGMENT', `this stack cannot start: ${problem}`, { hint });
}
