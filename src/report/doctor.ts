// Findings of doctor → text for people, or one JSON object. Pure.

import type { EngineFacts, Facts } from '../doctor/facts.ts';
import type { Finding, Level } from '../doctor/finding.ts';
import { engineName, usedEngine } from '../doctor/used.ts';
import type { Paint } from './paint.ts';

const groups = [
  { level: 'stops', title: 'would stop this stack', mark: '✘', colour: 'red' },
  { level: 'warns', title: 'to know', mark: '!', colour: 'yellow' },
  { level: 'fine', title: 'fine', mark: '✔', colour: 'green' },
] as const;

/** What would stop the stack first, each with its reason and its cure; then what is fine. */
export function renderDiagnosis(
  project: string,
  facts: Facts,
  findings: readonly Finding[],
  paint: Paint,
): string {
  const shown = groups.flatMap(({ level, title, mark, colour }) => {
    const own = findings.filter((finding) => finding.level === level);
    if (own.length === 0) return [];
    const lines = own.map((finding, index) =>
      renderFinding(finding, own[index - 1], paint(colour, mark), paint),
    );
    return [`\n${paint('bold', title)}\n${lines.join('')}`];
  });
  return `${headOf(project, facts)}\n${shown.join('')}\n${summarizeDiagnosis(findings)}\n`;
}

function renderFinding(finding: Finding, before: Finding | undefined, mark: string, paint: Paint): string {
  const { subject, seen, why, cure } = finding;
  // Of several in a row, the first says why.
  const isNew = why !== undefined && why !== before?.why;
  return [
    `${mark} ${subject}: ${seen}\n`,
    isNew ? paint('dim', `    ${why}`).concat('\n') : '',
    cure === undefined ? '' : `    cure: ${paint('cyan', cure)}\n`,
  ].join('');
}

function headOf(project: string, facts: Facts): string {
  const used = usedEngine(facts);
  if (!used) return `${project}: no engine could run it`;
  const provider = used.providers.find(({ isUsed }) => isUsed);
  return `${project}: would run on ${engineName(used)}, by ${provider?.name} ${provider?.version}`;
}

/** How many of each kind, in one line. */
export function summarizeDiagnosis(findings: readonly Finding[]): string {
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  const [stops, warns, fine] = [count('stops'), count('warns'), count('fine')];
  const first = stops === 0 ? 'nothing would stop this stack' : `${stops} would stop this stack`;
  return `${first}, ${warns} to know, ${fine} fine`;
}

/** Version 1 of the findings, and the engine that would be used. */
export function diagnosisJson(project: string, facts: Facts, findings: readonly Finding[]): string {
  const used = usedEngine(facts);
  const engine = used === undefined ? null : usedJson(used);
  return `${JSON.stringify({ version: 1, project, engine, findings }, null, 2)}\n`;
}

function usedJson({ name, answer, providers }: EngineFacts) {
  const provider = providers.find(({ isUsed }) => isUsed);
  return {
    name,
    version: answer?.version,
    address: answer?.address,
    compose: { name: provider?.name, version: provider?.version },
  };
}
