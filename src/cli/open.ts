// smoke open: the URLs of a running stack in the browser.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { projectFlag } from '../options/options.ts';
import { writeOutput } from '../output.ts';
import { type Opened, openUrls, urlsOf } from '../run/open-urls.ts';
import type { StackSource } from '../run/read-source.ts';
import { requireStack } from '../run/source.ts';
import type { StackUrl } from '../stack/manifest.ts';

/** Opens the URLs with this name or of this service, or all; exit 1 when one could not be opened. */
export async function open(flags: CliFlags, name: string | undefined, io: Io): Promise<number> {
  const stack = await requireStack(flags, io);
  const urls = chooseUrls(stack, name);
  const opened = await openUrls(urls, stack.manifest, { env: io.env, signal: io.signal, patienceMs: 0 });
  if (io.signal.aborted) throw io.signal.reason;
  if (flags.json) await writeOutput(`${JSON.stringify({ version: 1, opened }, null, 2)}\n`, undefined, io);
  else await writeOutput(opened.map(({ name, url }) => `${name}: ${url}\n`).join(''), undefined, io);
  const closed = opened.filter(({ problem }) => problem !== undefined);
  tellProblems(closed, (line) => say(io, line));
  if (closed.length > 0) say(io, `  What runs: smoke status${projectFlag(stack.project)}`);
  return closed.length > 0 ? 1 : 0;
}

/** A line for each reason why something was not opened. */
export function tellProblems(opened: readonly Opened[], tell: (line: string) => void): void {
  const reasons = new Map<string, string[]>();
  for (const { name, problem } of opened)
    if (problem !== undefined) reasons.set(problem, [...(reasons.get(problem) ?? []), name]);
  for (const [problem, names] of reasons) tell(`smoke: ${names.join(', ')} not opened: ${problem}`);
}

function chooseUrls({ manifest, project }: StackSource, name: string | undefined): StackUrl[] {
  const urls = urlsOf(manifest);
  if (urls.length === 0) {
    throw new SmokeError('USAGE', `the manifest of ${project} names no URL that a browser could open`, {
      hint: 'URLs are in its x-smoke block; manifests that smoke printed have them.',
    });
  }
  if (name === undefined) return urls;
  const isMeant = (text: string): boolean => text.toLowerCase() === name.toLowerCase();
  const meant = urls.filter((url) => isMeant(url.name) || isMeant(url.service));
  if (meant.length > 0) return meant;
  const known = [...new Set(urls.flatMap((url) => [url.name, url.service]))].filter(Boolean);
  const near = nearest(name, known);
  throw new SmokeError('USAGE', `${project} has no URL "${name}", expected one of ${known.join(', ')}`, {
    ...(near && { hint: `Did you mean ${near}?` }),
  });
}
