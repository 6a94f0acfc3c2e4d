// Paths in a Compose file that start from its own folder. Pure.

import { isMap } from './fragment.ts';
import type { Manifest, Value } from './manifest.ts';

/** The first one, or undefined when the file means the same wherever it is. */
export function firstRelativePath(manifest: Manifest): string | undefined {
  const { configs, secrets, include } = manifest as unknown as Record<string, Value | undefined>;
  const services = Object.values(manifest.services).filter(isMap);
  const paths = [
    ...services.flatMap(({ volumes, env_file, build, extends: other }) => [
      ...listOf(volumes).map(sourceOf),
      ...listOf(env_file).map((file) => (isMap(file) ? file['path'] : file)),
      isMap(build) ? (build['context'] ?? '.') : build,
      isMap(other) ? other['file'] : undefined,
    ]),
    ...[configs, secrets].flatMap((files) =>
      isMap(files) ? Object.values(files).map((file) => (isMap(file) ? file['file'] : undefined)) : [],
    ),
    ...listOf(include).map((file) => (isMap(file) ? file['path'] : file)),
  ];
  return paths.find(
    (path): path is string => typeof path === 'string' && !/^(\/|~|\$\{|\w+:\/\/)/.test(path),
  );
}

/** A mount without a slash or a dot in front is a volume, not a path. */
function sourceOf(mount: Value): Value | undefined {
  if (isMap(mount)) return mount['type'] === 'bind' ? mount['source'] : undefined;
  const source = /^([^:]+):/.exec(String(mount))?.[1];
  return source?.startsWith('.') ? source : undefined;
}

function listOf(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  return value === undefined || value === null ? [] : [value];
}
