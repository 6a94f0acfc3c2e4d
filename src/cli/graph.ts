// smoke graph: the stack of the flags, or of a Compose file, as a drawing. Needs no engine.

import { SmokeError } from '../error.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { checkOutput, writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { makeManifest } from '../run/make-manifest.ts';
import { readSource } from '../run/read-source.ts';

interface GraphFlags extends CliFlags {
  readonly mermaid?: boolean;
  readonly svg?: boolean;
}

const forms = ['mermaid', 'svg', 'json'] as const;

/** A longer chain of services would be too deep to lay out, and nobody could read it. */
const mostServices = 500;

/** Draws the stack: a tree, Mermaid text, an SVG, or nodes and edges as JSON. */
export async function graph(flags: GraphFlags, io: Io): Promise<number> {
  const form = readForm(flags);
  checkOutput(flags.output);
  const { manifest } =
    flags.file === undefined
      ? await makeManifest(flags, io, { neverStarted: true })
      : await readSource(flags.file, flags, io);
  const drawn = buildGraph(manifest);
  refuseLarge(drawn, form);
  await writeOutput(await render(drawn, form, flags, io), flags.output, io);
  return 0;
}

function readForm(flags: GraphFlags): (typeof forms)[number] | 'tree' {
  const given = forms.filter((form) => flags[form]);
  if (given.length <= 1) return given[0] ?? 'tree';
  throw new SmokeError(
    'USAGE',
    `graph: got ${given.map((form) => `--${form}`).join(' and ')}, expected one form`,
    { hint: 'Run it once for each, with -o FILE.' },
  );
}

function refuseLarge({ nodes }: Graph, form: ReturnType<typeof readForm>): void {
  const services = nodes.filter(({ kind }) => kind === 'service').length;
  if (services <= mostServices || form === 'json' || form === 'mermaid') return;
  throw new SmokeError(
    'USAGE',
    `graph: got ${services} services, expected ${mostServices} at most for ${form === 'svg' ? 'an SVG' : 'a tree'}`,
    {
      hint: 'Take --mermaid or --json, which have no limit.',
    },
  );
}

async function render(
  graph: Graph,
  form: ReturnType<typeof readForm>,
  flags: GraphFlags,
  io: Io,
): Promise<string> {
  if (form === 'json') return `${JSON.stringify({ version: 1, ...graph }, null, 2)}\n`;
  if (form === 'mermaid') return (await import('../graph/mermaid.ts')).renderMermaid(graph);
  if (form === 'svg') return (await import('../graph/svg.ts')).renderSvg(graph);
  const { renderTree } = await import('../graph/tree.ts');
  const isTerminal = io.stdout.isTTY === true && (flags.output === undefined || flags.output === '-');
  return renderTree(graph, createPaint(isTerminal, io.env));
}
