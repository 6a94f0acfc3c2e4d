// Findings of lint → text for people, or one JSON object. Pure.

import type { Finding, Severity } from '../lint/finding.ts';
import type { Paint } from './paint.ts';

const colours = { error: 'red', warning: 'yellow', note: 'cyan' } as const;

/** Findings by file: where, how bad, what; then where it matters and how to mend it. */
export function renderFindings(findings: readonly Finding[], paint: Paint): string {
  const files = [...new Set(findings.map(({ file }) => file))];
  return files
    .map((file) => {
      const own = findings.filter((finding) => finding.file === file);
      return own.map((finding) => renderFinding(finding, paint)).join('');
    })
    .join('\n');
}

function renderFinding(finding: Finding, paint: Paint): string {
  const { file, line, column, severity, code, rule, message, path, on, cure, fixable } = finding;
  const where = path === '' ? '' : `${path}: `;
  return [
    `${paint('bold', `${file}:${line}:${column}`)}  ${paint(colours[severity], severity)}  ${code} ${rule}  ${where}${message}`,
    paint('dim', `    on: ${on}`),
    `    cure: ${cure}${fixable ? paint('green', ' (--fix does it)') : ''}`,
    '',
  ].join('\n');
}

/** How many of each kind, in words. */
export function summarize(findings: readonly Finding[], files: number): string {
  const count = (severity: Severity, word: string): string[] => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  };
  const parts = [...count('error', 'error'), ...count('warning', 'warning'), ...count('note', 'note')];
  const where = files === 1 ? '1 file' : `${files} files`;
  return parts.length === 0 ? `nothing found in ${where}` : `${parts.join(', ')} in ${where}`;
}

/** Version 1 of the findings. */
export function findingsJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
}
