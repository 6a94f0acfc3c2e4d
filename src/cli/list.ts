// smoke list: what there is to choose from, and the flag that chooses it.

import { join } from 'node:path';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { listFragments, readFragment } from '../library/library.ts';
import { openLibrary } from '../library/open.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { defaultApp } from '../options/options.ts';
import { writeOutput } from '../output.ts';
import { createPaint, type Paint } from '../report/paint.ts';
import type { FragmentNotes } from '../stack/fragment.ts';

/** Group as people call it → kind of its fragments. */
const groups = { apps: 'app', storages: 'storage', samples: 'sample', tools: 'tool' } as const;

type Group = keyof typeof groups;

interface Listed {
  readonly name: string;
  readonly summary: string;
  /** What to type for it. */
  readonly choose: string;
}

/** Words that name a group, for completions. */
export const groupNames: readonly string[] = Object.keys(groups);

/** Prints every group, or the one that the word names. */
export async function list(flags: CliFlags, io: Io, word?: string): Promise<number> {
  const wanted = word === undefined ? (Object.keys(groups) as Group[]) : [readGroup(word)];
  const lists = new Map<Group, Listed[]>();
  for (const group of wanted) lists.set(group, await readList(group, io));
  const text = flags.json
    ? `${JSON.stringify({ version: 1, ...Object.fromEntries(lists) }, null, 2)}\n`
    : io.stdout.isTTY
      ? renderColumns(lists, createPaint(true, io.env))
      : renderLines(lists);
  await writeOutput(text, undefined, io);
  return 0;
}

function readGroup(word: string): Group {
  const known = Object.entries(groups).flat();
  const found = Object.entries(groups).find((pair) => pair.includes(word.toLowerCase()));
  if (found) return found[0] as Group;
  const near = nearest(word, known);
  throw new SmokeError(
    'USAGE',
    `list: got "${word}", expected one of ${groupNames.join(', ')}, or nothing for all`,
    {
      ...(near && { hint: `Did you mean ${near}?` }),
    },
  );
}

async function readList(group: Group, io: Io): Promise<Listed[]> {
  const library = openLibrary(io.root, join(io.root, 'volumes'));
  const kind = groups[group];
  // The files service comes by itself, with every stack.
  const names = listFragments(library, kind).filter((name) => kind !== 'tool' || name !== 'files');
  const fragments = await Promise.all(names.map((name) => readFragment(library, kind, name)));
  return names.flatMap((name, index) => {
    const notes = fragments[index]?.notes;
    return notes ? [{ name, summary: notes.summary, choose: chooseBy(group, name, notes) }] : [];
  });
}

function chooseBy(group: Group, name: string, notes: FragmentNotes): string {
  if (group === 'storages') return `-s ${name}`;
  if (group === 'samples') return `-t ${name}`;
  if (group === 'apps') return name === defaultApp ? 'always' : '';
  if (name === 'grafana') return 'unless -G';
  if (name === 'reports') return '-r [N]';
  return notes.aid ? `-X, or --tools ${name}` : `--tools ${name}`;
}

/** For people: a heading for each group, columns below it. */
function renderColumns(lists: ReadonlyMap<Group, readonly Listed[]>, paint: Paint): string {
  const sections = [...lists].map(([group, items]) => {
    const width = (pick: (item: Listed) => string): number =>
      Math.max(0, ...items.map((item) => pick(item).length));
    const [names, flags] = [width(({ name }) => name), width(({ choose }) => choose)];
    const lines = items.map(
      ({ name, choose, summary }) =>
        `  ${paint('cyan', name.padEnd(names))}  ${paint('bold', choose.padEnd(flags))}  ${summary}\n`,
    );
    return `${paint('bold', group)}\n${lines.join('') || '  none\n'}`;
  });
  return sections.join('\n');
}

/** For programs: a line for each, its fields apart by tabs. */
function renderLines(lists: ReadonlyMap<Group, readonly Listed[]>): string {
  return [...lists]
    .flatMap(([group, items]) =>
      items.map(
        ({ name, choose, summary }) =>
          `${[groups[group], name, choose, summary.replace(/\s+/g, ' ')].join('\t')}\n`,
      ),
    )
    .join('');
}
