// Findings of lint → SARIF 2.1.0, which code hosts show beside the lines. Pure.

import type { Finding, Rule } from '../lint/finding.ts';

/** One run with the rules that found something. */
export function renderSarif(findings: readonly Finding[], rules: readonly Rule[], version: string): string {
  const found = rules.filter(({ code }) => findings.some((finding) => finding.code === code));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'smoke lint', semanticVersion: version, rules: found.map(toRule) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) =>
          toResult(
            finding,
            found.findIndex(({ code }) => code === finding.code),
          ),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toRule({ code, name, severity, summary, on, cure }: Rule): object {
  return {
    id: code,
    name: name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: on },
    help: { text: cure },
    defaultConfiguration: { level: severity },
  };
}

function toResult(finding: Finding, ruleIndex: number): object {
  const { line, column, endLine, endColumn } = finding;
  return {
    ruleId: finding.code,
    ruleIndex,
    level: finding.severity,
    message: { text: `${finding.message}. On: ${finding.on}. Cure: ${finding.cure}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(finding.file) },
          region: { startLine: line, startColumn: column, endLine, endColumn: Math.max(endColumn, 1) },
        },
        logicalLocations: [{ fullyQualifiedName: finding.path, kind: 'member' }],
      },
    ],
  };
}

/** A relative path as a relative reference; what stands for standard input has a name, too. */
function toUri(file: string): string {
  const path = file === '-' ? 'standard-input.yml' : file.replaceAll('\\', '/');
  return path.startsWith('/') ? `file://${encodeURI(path)}` : encodeURI(path).replace(/^(\.\/)+/, '');
}
