// The engine that would run the stack, as the facts have it. Pure.

import type { EngineAnswer, EngineFacts, Facts } from './facts.ts';

/** An engine that answered. */
export type UsedEngine = EngineFacts & { readonly answer: EngineAnswer };

/** The engine that would be used; undefined where none can be. */
export function usedEngine({ engines }: Facts): UsedEngine | undefined {
  return engines.find((engine): engine is UsedEngine => engine.isUsed && engine.answer !== undefined);
}

/** The engine that would be used, or else the first that only lacks a Compose provider: what the rules look at. */
export function nearestEngine(facts: Facts): UsedEngine | undefined {
  const answered = facts.engines.filter(
    (engine): engine is UsedEngine => engine.isCandidate && engine.answer !== undefined,
  );
  return usedEngine(facts) ?? answered[0];
}

/** An engine in words: `Podman 4.3.1`. */
export function engineName({ name, answer }: EngineFacts): string {
  const shown = name === 'docker' ? 'Docker' : 'Podman';
  return answer ? `${shown} ${answer.version}` : shown;
}

/** Where it answers; the address of a service of smoke's own is gone when it is read. */
export function answersAt({ address, isStarted }: EngineAnswer): string {
  return isStarted ? 'answers by a service that smoke starts for itself' : `answers at ${address}`;
}
