// Compose files → findings. Pure.

import type { Edit, Finding, Hit, Rule } from './finding.ts';
import { createIgnored } from './ignored.ts';
import { type ComposeFile, composeFile, joinProject } from './project.ts';
import { readCompose } from './read-compose.ts';
import { rules } from './rules.ts';

/** A file to lint. */
export interface LintInput {
  readonly file: string;
  readonly text: string;
}

/** Reads a file once for all that follows; one that is no Compose file in YAML is refused. */
export function readLintInput({ file, text }: LintInput): ComposeFile {
  return composeFile(readCompose(text, file), file, text);
}

/** A finding and the edits that mend it. */
export interface Mendable {
  readonly finding: Finding;
  readonly fix: readonly Edit[];
}

/** Lints one file; one that is no Compose file in YAML is refused. */
export function lintCompose(text: string, file: string): Finding[] {
  return lintFiles([{ text, file }]);
}

/** Lints files of one project: what one refers to another may bring. */
export function lintFiles(inputs: readonly (LintInput | ComposeFile)[]): Finding[] {
  return lintMendable(inputs).map(({ finding }) => finding);
}

/** The same, with the edits of `--fix`. */
export function lintMendable(inputs: readonly (LintInput | ComposeFile)[]): Mendable[] {
  const files = inputs.map((input) => ('root' in input ? input : readLintInput(input)));
  const project = joinProject(files);
  return files.flatMap((file) => {
    const isIgnored = createIgnored(file);
    const seen = new Set<string>();
    return rules
      .flatMap((rule) => [...rule.check(file, project)].map((hit) => mendable(rule, hit, file)))
      .filter(({ finding }) => {
        // One place that several aliases lead to is one finding.
        const key = `${finding.code} ${finding.line}:${finding.column} ${finding.message}`;
        return !seen.has(key) && seen.add(key) && !isIgnored(finding);
      })
      .sort((a, b) => a.finding.line - b.finding.line || a.finding.column - b.finding.column);
  });
}

/** Values of any length are named in messages. */
function shorten(message: string): string {
  return message.length > 300 ? `${message.slice(0, 299)}…` : message;
}

function mendable(rule: Rule, hit: Hit, file: ComposeFile): Mendable {
  const { line, column } = file.position(hit.spot.start);
  const end = file.position(
    hit.spot.kind === 'scalar' ? Math.max(hit.spot.valueEnd, hit.spot.start) : hit.spot.start,
  );
  const finding = {
    code: rule.code,
    rule: rule.name,
    severity: hit.severity ?? rule.severity,
    file: file.file,
    line,
    column,
    endLine: end.line,
    endColumn: end.column,
    path: hit.spot.path,
    message: shorten(hit.message),
    on: hit.on ?? rule.on,
    cure: hit.cure ?? rule.cure,
    fixable: hit.fix !== undefined,
  };
  return { finding, fix: hit.fix ?? [] };
}
