// Space for images and volumes, and the images themselves. Pure.

import { quote } from '../../options/again.ts';
import type { Facts } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { shownBytes } from '../sizes.ts';
import { engineName, nearestEngine, type UsedEngine } from '../used.ts';

const mebibyte = 1024 ** 2;
/** A stack writes this much in its first minutes: logs, the files of a database, pieces of a recording. */
const leastBytes = 256 * mebibyte;
/** To work with for a while. */
const easyBytes = 1024 * mebibyte;
/** What an image takes, unpacked, in the library's average. */
const imageBytes = 500 * mebibyte;
const [leastFiles, easyFiles] = [1000, 50_000];

export const diskRules: readonly Rule[] = [
  {
    id: 'disk-space',
    level: 'stops',
    summary:
      'the disk of the engine is full: less than 256 MiB free; it warns below 1 GiB and 500 MiB a missing image',
    why: 'images cannot be unpacked, and the database stops at its first write',
    cure: 'docker system prune',
    *check(facts) {
      const found = diskOf(facts);
      if (!found) return;
      const { engine, disk, root } = found;
      const subject = `disk of ${engineName(engine)}`;
      if (!disk)
        return yield { level: 'fine', subject, seen: `not known here (${root ?? 'no folder is told'})` };
      const wanted = easyBytes + engine.answer.missingImages.length * imageBytes;
      const seen = `${shownBytes(disk.freeBytes)} free in ${root}`;
      const cure = `${engine.name} system prune`;
      if (disk.freeBytes < leastBytes) yield { subject, seen, cure };
      else if (disk.freeBytes < wanted)
        yield {
          level: 'warns',
          subject,
          seen: `${seen}, expected ${shownBytes(wanted)}`,
          why: 'images that have to be pulled may not find room',
          cure,
        };
      else yield { level: 'fine', subject, seen };
    },
  },
  {
    id: 'disk-files',
    level: 'stops',
    summary:
      'the file system of the engine has no room for more files: fewer than 1000; it warns below 50000',
    why: 'an image has thousands of files, and df shows space all the same',
    cure: 'docker system prune',
    *check(facts) {
      const found = diskOf(facts);
      const files = found?.disk?.freeFiles;
      if (!found || files === undefined) return;
      const subject = `files on the disk of ${engineName(found.engine)}`;
      const hit = { subject, seen: `room for ${files} more`, cure: `${found.engine.name} system prune` };
      if (files >= easyFiles) yield { level: 'fine', subject, seen: hit.seen };
      else yield { ...hit, level: files < leastFiles ? 'stops' : 'warns' };
    },
  },
  {
    id: 'image-missing',
    level: 'warns',
    summary: 'the engine lacks an image of the stack (it stops where nothing may or can be pulled)',
    why: 'it is pulled at the start, which takes time and needs its registry',
    cure: 'podman pull IMAGE',
    *check(facts, { images }) {
      const engine = nearestEngine(facts);
      if (!engine) return;
      const missing = images.filter(({ image }) => engine.answer.missingImages.includes(image));
      for (const { image, services, isNeverPulled } of missing) {
        const subject = `image ${image} of ${services.join(', ')}`;
        const seen = `not on ${engineName(engine)}`;
        // A name of the machine itself is one that was built there.
        if (!isNeverPulled && !image.startsWith('localhost/'))
          yield { subject, seen, cure: `${engine.name} pull ${quote(image)}` };
        else
          yield {
            level: 'stops',
            subject,
            seen,
            why: isNeverPulled ? 'pull_policy forbids to pull it' : 'no registry has it, it is built locally',
            cure: fetchCommand(image, engine, facts),
          };
      }
      const count = images.length - missing.length;
      if (count > 0) {
        const seen = `${count} of ${images.length} are on ${engineName(engine)}`;
        yield { level: 'fine', subject: 'images', seen };
      }
    },
  },
  {
    id: 'image-ended',
    level: 'warns',
    summary: 'an image gets no new releases any more: frozen, or its project has ended',
    why: 'faults that are found in it stay',
    cure: 'smoke images',
    *check(_, { endedImages }) {
      for (const { image, state, why } of endedImages) yield { subject: `image ${image}`, seen: state, why };
    },
  },
];

/** Another engine of this machine may have it. */
function fetchCommand(image: string, { name }: UsedEngine, { engines }: Facts): string {
  const other = engines.find(
    (each) => each.name !== name && each.answer && !each.answer.missingImages.includes(image),
  );
  if (other) return `${other.name} save ${quote(image)} | ${name} load`;
  return `${name} build -t ${quote(image)} .`;
}

function diskOf(facts: Facts) {
  const engine = nearestEngine(facts);
  if (!engine) return undefined;
  const { root, isHere } = engine.answer;
  return { engine, root, disk: isHere && root !== undefined ? facts.host.disks[root] : undefined };
}
