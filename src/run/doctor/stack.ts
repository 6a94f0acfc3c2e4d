// The stack that doctor is asked about, on paper: nothing is made, and no key is needed. Reads files.

import { join, resolve } from 'node:path';
import type { WantsOf } from '../../doctor/wants.ts';
import { imagesOfStack } from '../../images/list.ts';
import type { Io } from '../../io.ts';
import { chooseFragments } from '../../library/choose.ts';
import { openLibrary } from '../../library/open.ts';
import type { CliFlags } from '../../options/flags.ts';
import { readOptions } from '../../options/options.ts';
import type { Manifest } from '../../stack/manifest.ts';
import { readLock } from '../image-lock.ts';
import { makeManifest } from '../make-manifest.ts';
import { readSource } from '../read-source.ts';
import { refuseFileAndSide } from '../source.ts';

/** A manifest, and what it cannot tell itself. */
export interface StackOnPaper {
  readonly manifest: Manifest;
  readonly more: WantsOf;
}

/** The manifest of the file, or the one that the flags describe. */
export async function stackOnPaper(flags: CliFlags, io: Io): Promise<StackOnPaper> {
  refuseFileAndSide(flags);
  if (flags.file !== undefined) {
    const { manifest } = await readSource(flags.file, flags, io);
    return {
      manifest,
      more: { isFromFlags: false, isFresh: false, command: 'smoke', endedImages: [], dataVolumes: [] },
    };
  }
  const { manifest, parts, command } = await makeManifest(flags, io, { neverStarted: true, onPaper: true });
  const volumes = Object.entries(parts().volumes);
  return {
    manifest,
    more: {
      isFromFlags: true,
      isFresh: flags.fresh === true,
      command,
      endedImages: await endedImages(flags, io),
      dataVolumes: volumes.filter(([, { role }]) => role === 'data').map(([name]) => name),
    },
  };
}

async function endedImages(flags: CliFlags, io: Io): Promise<WantsOf['endedImages']> {
  const content = flags.content === undefined ? join(io.root, 'volumes') : resolve(flags.content);
  const storage = flags.from === undefined ? flags.storage : (flags.storage ?? 'ext');
  const options = readOptions(storage === undefined ? flags : { ...flags, storage }, io.env);
  const fragments = await chooseFragments(openLibrary(io.root, content), options);
  return imagesOfStack(fragments, io.env, readLock(flags, io)).flatMap(({ image, state, why = '' }) =>
    state === 'frozen' || state === 'archived' ? [{ image, state, why }] : [],
  );
}
