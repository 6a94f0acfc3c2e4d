// Images: their tags, and those that are gone. Pure.

import type { Rule } from '../finding.ts';
import { imageOf, isReference } from '../images.ts';
import { fateOf, hasOnlyLatest, isSettled } from '../known/image-fates.ts';
import { child } from '../spot.ts';
import { hasVariable, withDefaults } from '../variables.ts';

/** Tags that mean something else tomorrow. */
const moving =
  /^(latest|stable|edge|nightly|main|master|dev|develop|rolling|mainline|snapshot|lts|beta|canary)$|^latest[-.]|[-.]latest$|-snapshot$/;

export const imageRules: readonly Rule[] = [
  {
    code: 'SM401',
    name: 'no-tag',
    severity: 'warning',
    summary: 'an image without a tag',
    on: 'every engine takes latest: what it is changes under the user, and Docker pulls it again and again',
    cure: 'name the tag that was tried, or a digest',
    *check(file, project) {
      for (const { spot, image } of images(file, project))
        if (image.tag === undefined && image.digest === undefined && !fateOf(image))
          yield { spot, message: `${image.repository} has no tag`, ...onlyLatest(image.repository) };
    },
  },
  {
    code: 'SM402',
    name: 'moving-tag',
    severity: 'warning',
    summary: 'a tag that moves, such as latest',
    on: 'every engine: the same file starts something else next week, and two machines run different things',
    cure: 'name the version that was tried, or add its digest',
    *check(file, project) {
      for (const { spot, image } of images(file, project))
        if (
          image.tag !== undefined &&
          image.digest === undefined &&
          moving.test(image.tag) &&
          !fateOf(image) &&
          !isSettled(image)
        )
          yield { spot, message: `${image.repository}:${image.tag}`, ...onlyLatest(image.repository) };
    },
  },
  {
    code: 'SM403',
    name: 'image-gone',
    severity: 'error',
    summary: 'an image that is no longer there, no longer works, or needs an account',
    on: 'every engine: the pull or the start fails where the image is not cached',
    cure: 'another image',
    *check(file, project) {
      for (const { spot, image } of images(file, project)) {
        const fate = fateOf(image);
        if (fate)
          yield {
            spot,
            message: `${image.repository}${image.tag ? `:${image.tag}` : ''}: ${fate.what}`,
            severity: fate.severity,
            ...(fate.on && { on: fate.on }),
            cure: fate.cure,
          };
      }
    },
  },
  {
    code: 'SM405',
    name: 'bad-image',
    severity: 'error',
    summary: 'an image that is no reference to one',
    on: 'Docker and Podman refuse it: invalid reference format; docker compose and podman-compose pass it on',
    cure: 'registry/repository:tag, the repository in small letters; one $ for a variable',
    *check(file) {
      for (const service of file.services) {
        const spot = child(service.spot, 'image');
        const text = spot?.kind === 'scalar' && !spot.isNull ? withDefaults(spot.text) : undefined;
        if (!spot || text === undefined || isReference(text)) continue;
        // What its user sets may be another one.
        const isOpen = hasVariable(spot.text);
        yield {
          spot,
          message: `${whyNone(text)}${isOpen ? ', unless a variable is set' : ''}`,
          ...(isOpen && { severity: 'warning' }),
        };
      }
    },
  },
];

/** The text itself may hold a password. */
function whyNone(text: string): string {
  if (text === '') return 'the image is empty';
  if (/\s/.test(text)) return 'the image holds a space';
  if (text.includes('://')) return 'the image is a URL';
  if (text.includes('$')) return 'the image holds a $ that nothing replaces';
  if (/[A-Z]/.test(text.replace(/(:[\w.-]*)?(@.*)?$/, '')))
    return 'the image has capital letters in its repository';
  return 'the image is not of the form repository:tag@digest';
}

function* images(file: Parameters<Rule['check']>[0], project: Parameters<Rule['check']>[1]) {
  for (const service of file.services) {
    if (!child(service.spot, 'image') || child(service.spot, 'build')) continue;
    const found = imageOf(project, service);
    if (found) yield found;
  }
}

/** Nothing better is known for these: said, but no reason to fail. */
function onlyLatest(repository: string): { severity: 'note'; cure: string } | Record<string, never> {
  return hasOnlyLatest(repository)
    ? { severity: 'note', cure: 'no other tag is known to exist; lock its digest (smoke images --lock)' }
    : {};
}
