// What is known to some versions alone, and what is out of use. Pure.

import type { Hit, Rule } from '../finding.ts';
import { features } from '../known/features.ts';
import type { ComposeFile } from '../project.ts';
import { child, everySpot, type Spot, texts } from '../spot.ts';

export const featureRules: readonly Rule[] = [
  {
    code: 'SM801',
    name: 'newer-feature',
    severity: 'note',
    summary: 'an attribute that some supported versions do not know',
    on: 'by the attribute: since which version',
    cure: 'leave it out, or say in your documentation which version the file needs',
    *check(file) {
      for (const feature of features)
        for (const spot of matches(file.root, feature.path.split('.')))
          if (!feature.when || feature.when.test(spot.text))
            yield {
              spot,
              message: feature.what,
              on: feature.on,
              ...(feature.severity && { severity: feature.severity }),
            };
      for (const spot of everySpot(file.root))
        if (spot.tag === '!reset' || spot.tag === '!override') {
          yield {
            spot,
            message: `the tag ${spot.tag}`,
            on: 'docker compose older than 2.24.4 and podman-compose older than 1.4 do not know it',
          };
        }
    },
  },
  {
    code: 'SM802',
    name: 'obsolete-version',
    severity: 'note',
    summary: 'the attribute version',
    on: 'docker compose 2.26 and newer (seen) warns at each command that it is obsolete and ignored; podman-compose ignores it',
    cure: 'take it out',
    *check(file) {
      const found = child(file.root, 'version');
      if (found && child(file.root, 'services'))
        yield { spot: found, message: `version: ${found.text}`, ...withoutLine(file, found) };
    },
  },
  {
    code: 'SM803',
    name: 'legacy-links',
    severity: 'note',
    summary: 'links between services',
    on: 'every engine: the name of a service resolves without it; Podman has no links, podman-compose makes a dependency and a name of it',
    cure: 'depends_on, and aliases of a network where another name is wanted',
    *check(file) {
      for (const { spot } of file.services)
        for (const key of ['links', 'external_links']) {
          const found = child(spot, key);
          if (found)
            yield {
              spot: found,
              message: `${key}: ${texts(found)
                .map(({ text }) => text)
                .join(', ')}`,
            };
        }
    },
  },
  {
    code: 'SM804',
    name: 'swarm-only',
    severity: 'note',
    summary: 'settings of deploy that only Swarm obeys',
    on: 'docker compose and podman-compose ignore it; kompose makes a service of another type of endpoint_mode',
    cure: 'take it out',
    *check(file) {
      for (const { spot } of file.services)
        for (const key of ['endpoint_mode', 'placement', 'update_config', 'rollback_config']) {
          const found = child(spot, 'deploy', key);
          if (found) yield { spot: found, message: `deploy.${key}` };
        }
    },
  },
];

/** Values at a path in which * stands for any key or item. */
function* matches(spot: Spot, path: readonly string[]): Iterable<Spot> {
  const [first, ...rest] = path;
  if (first === undefined) return yield spot;
  const next = first === '*' ? [...spot.entries.values(), ...spot.items] : [child(spot, first)];
  for (const one of next) if (one) yield* matches(one, rest);
}

function withoutLine(file: ComposeFile, spot: Spot): { fix?: Hit['fix'] } {
  const newline = file.text.indexOf('\n', spot.valueEnd);
  const isAlone = spot.start === file.text.lastIndexOf('\n', spot.start) + 1 && newline >= 0;
  return isAlone && /^\s*(#.*)?\s*$/.test(file.text.slice(spot.valueEnd, newline))
    ? { fix: [{ start: spot.start, end: newline + 1, text: '' }] }
    : {};
}
