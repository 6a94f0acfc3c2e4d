// Diagnoses → cards: one for each cause, the root first, and what only follows from it in a line. Pure.

import type { Failure } from '../report/report.ts';
import type { Diagnosis } from './diagnose.ts';
import { clip } from './lines.ts';
import type { Scene } from './symptoms.ts';

const longestCause = 240;

interface Card {
  readonly root: Diagnosis;
  readonly subjects: readonly string[];
  readonly consequences: readonly Diagnosis[];
}

/** The cards of a run, without those that another one explains. */
export function arrange(diagnoses: readonly Diagnosis[], scene: Scene): Failure[] {
  const merged = mergeAlike(diagnoses);
  const roots = merged.filter((each) => rootOf(each.root, merged, scene) === undefined);
  // Two that wait for each other explain nothing: then each keeps its card.
  const cards = roots.length > 0 ? roots : merged;
  return cards
    .map((card) => ({ ...card, consequences: consequencesOf(card, merged, scene, cards) }))
    .map((card) => toFailure(card, scene));
}

/** Failures of one cause about one thing are one card. */
function mergeAlike(diagnoses: readonly Diagnosis[]): Card[] {
  const cards = new Map<string, Card>();
  for (const [index, root] of diagnoses.entries()) {
    const key = root.about === undefined ? String(index) : `${root.code} ${root.about}`;
    const known = cards.get(key);
    const subjects = [...new Set([...(known?.subjects ?? []), ...root.subjects])];
    cards.set(key, { root: known?.root ?? root, subjects, consequences: [] });
  }
  return [...cards.values()];
}

/** The card that explains this failure; undefined where it stands for itself. */
function rootOf(diagnosis: Diagnosis, cards: readonly Card[], scene: Scene): Card | undefined {
  const others = cards.filter(({ root }) => root !== diagnosis);
  const blamed = others.find(
    ({ subjects }) => diagnosis.blames !== undefined && subjects.includes(diagnosis.blames),
  );
  if (blamed) return blamed;
  if (!diagnosis.mayFollow) return undefined;
  const own = diagnosis.symptoms.service?.name;
  const needed = own === undefined ? new Set<string>() : neededBy(own, scene);
  // A probe of a service that failed says only that.
  if (diagnosis.symptoms.kind === 'probe' && own !== undefined) needed.add(own);
  return others.find(
    ({ root, subjects }) =>
      root.symptoms.kind !== 'probe' &&
      subjects.some((name) => needed.has(name)) &&
      !dependsOn(root, own, scene),
  );
}

function dependsOn(
  { symptoms: { service, kind } }: Diagnosis,
  name: string | undefined,
  scene: Scene,
): boolean {
  if (service === undefined || name === undefined || kind === 'probe' || service.name === name) return false;
  return neededBy(service.name, scene).has(name);
}

/** All services that one needs, at whatever remove. */
function neededBy(name: string, scene: Scene, seen = new Set<string>()): Set<string> {
  for (const other of scene.services.find((each) => each.name === name)?.dependsOn ?? []) {
    if (seen.has(other)) continue;
    seen.add(other);
    neededBy(other, scene, seen);
  }
  return seen;
}

function consequencesOf(card: Card, all: readonly Card[], scene: Scene, roots: readonly Card[]): Diagnosis[] {
  return all
    .filter((each) => each !== card && !roots.includes(each) && topOf(each, all, scene) === card)
    .map(({ root }) => root);
}

/** The card at the end of the chain. */
function topOf(card: Card, all: readonly Card[], scene: Scene): Card {
  let top = card;
  for (const _ of all) {
    const next = rootOf(top.root, all, scene);
    if (!next) break;
    top = next;
  }
  return top;
}

function toFailure({ root, subjects, consequences }: Card, scene: Scene): Failure {
  const more = [...waitingLine(subjects, consequences, scene), ...consequenceLine(consequences)];
  return {
    subject: subjects.join(', '),
    ...(root.code !== undefined && { code: root.code }),
    cause: clip(root.cause, longestCause, root.cause.length),
    evidence: [...root.evidence, ...more],
    next: root.next,
  };
}

function consequenceLine(consequences: readonly Diagnosis[]): string[] {
  if (consequences.length === 0) return [];
  const told = consequences.map(({ subjects, cause, symptoms }) =>
    symptoms.kind === 'probe'
      ? `the probe "${symptoms.subject}"`
      : `${subjects.join(', ')} (${clip(cause, 80)})`,
  );
  return [`failed because of it: ${told.join(', ')}`];
}

/** Services that never began, since they wait for what failed. */
function waitingLine(
  subjects: readonly string[],
  consequences: readonly Diagnosis[],
  scene: Scene,
): string[] {
  const told = new Set([...subjects, ...consequences.flatMap((each) => each.subjects)]);
  const waiting = scene.services
    .filter(({ name, state }) => ['missing', 'created'].includes(state) && !told.has(name))
    .filter(({ name }) => subjects.some((subject) => neededBy(name, scene).has(subject)));
  return waiting.length === 0
    ? []
    : [`not started because of it: ${waiting.map(({ name }) => name).join(', ')}`];
}
