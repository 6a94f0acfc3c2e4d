// The files that are linted together, as rules see them. Pure.

import type { ReadFile } from './read-compose.ts';
import { child, namesIn, type Spot } from './spot.ts';

/** A service of a file. */
export interface Service {
  readonly name: string;
  readonly spot: Spot;
}

/** One Compose file. */
export interface ComposeFile extends ReadFile {
  readonly file: string;
  readonly text: string;
  readonly services: readonly Service[];
  /** Made by smoke: its block of notes, or undefined. */
  readonly ours: Spot | undefined;
}

/** An entry of depends_on. */
export interface Wait {
  readonly awaited: string;
  readonly condition: string;
}

/** All files given; what one refers to another may bring. */
export interface Project {
  readonly files: readonly ComposeFile[];
  /** Some service has neither image nor build, or files are included: there are files that were not given. */
  readonly isPartial: boolean;
  /** Names at the top level: services, volumes, networks, secrets, configs, models. */
  readonly names: (section: string) => ReadonlySet<string>;
  /** A service by its name, from the last file that has it. */
  readonly service: (name: string) => Service | undefined;
  /** Service → those it waits for, and on which condition. */
  readonly waits: ReadonlyMap<string, readonly Wait[]>;
  /** An attribute of a service, in each file that sets it. */
  readonly attribute: (service: string, ...keys: readonly string[]) => readonly Spot[];
}

/** Adds to a read file what rules ask for. */
export function composeFile(read: ReadFile, file: string, text: string): ComposeFile {
  const services = [...(child(read.root, 'services')?.entries ?? [])].map(([name, spot]) => ({ name, spot }));
  const notes = child(read.root, 'x-smoke');
  const isOurs = child(notes, 'version') !== undefined && child(notes, 'app') !== undefined;
  const hasHead = /^#.*made by smoke/m.test(text.slice(0, 2000));
  return { ...read, file, text, services, ours: isOurs && hasHead ? notes : undefined };
}

/** Joins files. */
export function joinProject(files: readonly ComposeFile[]): Project {
  const attribute = (service: string, ...keys: readonly string[]): Spot[] =>
    files.flatMap((file) => child(file.root, 'services', service, ...keys) ?? []);
  const names = (section: string): ReadonlySet<string> =>
    new Set(files.flatMap((file) => [...(child(file.root, section)?.entries.keys() ?? [])]));
  const isComplete = (name: string): boolean =>
    ['image', 'build', 'extends', 'provider'].some((key) => attribute(name, key).length > 0);
  const isPartial =
    files.some((file) => file.root.entries.has('include')) ||
    [...names('services')].some((name) => !isComplete(name));
  const byName = new Map(files.flatMap(({ services }) => services.map((service) => [service.name, service])));
  const waits = new Map([...names('services')].map((name) => [name, waitsOf(attribute(name, 'depends_on'))]));
  return { files, isPartial, names, waits, service: (name) => byName.get(name), attribute };
}

/** Files that are used alone: by their name, or because they name a project; and files given together. */
export function isWhole(file: ComposeFile, project: Project): boolean {
  const isDefault = /(^|[/\\])(docker-)?compose\.ya?ml$/.test(file.file);
  return project.files.length > 1 || isDefault || child(file.root, 'name') !== undefined;
}

function waitsOf(found: readonly Spot[]): Wait[] {
  return found
    .flatMap(namesIn)
    .map(([awaited, spot]) => ({ awaited, condition: child(spot, 'condition')?.text ?? 'service_started' }));
}
