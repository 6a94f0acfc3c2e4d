// The files that --from and share check name → the side that they describe. Reads files.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { Side } from '../share/settings.ts';
import { readCertificate } from './authorities.ts';
import { readInput } from './read-input.ts';

const hint =
  'Name files that describe a Cryostat, or - for standard input: kubectl get cryostat,secret -o yaml';

const spacesHint = 'Name several files by spaces: --from values.yaml secret.yaml';

/** Reads the files, `-` being standard input, as one description of a Cryostat and what came along with it. */
export async function readSideFiles(files: readonly string[], io: Io): Promise<Side> {
  const texts = [];
  for (const file of new Set(files)) {
    texts.push({
      name: file === '-' ? 'standard input' : file,
      text: await readInput(file, file.includes(',') ? spacesHint : hint, io),
    });
  }
  const { readSide } = await import('../share/read/read-side.ts');
  return withSoundAuthorities(readSide(texts));
}

/** What stands between the lines of a certificate may be anything. */
function withSoundAuthorities(side: Side): Side {
  return { ...side, authorities: side.authorities.map((pem, index) => soundCertificate(pem, index, side)) };
}

function soundCertificate(pem: string, index: number, { label }: Side): string {
  const certificate = readCertificate(pem);
  if (certificate !== undefined) return certificate;
  throw new SmokeError('USAGE', `${label}: certificate ${index + 1} that is trusted cannot be read`, {
    hint: 'Expected PEM (-----BEGIN CERTIFICATE-----) of an authority.',
  });
}
