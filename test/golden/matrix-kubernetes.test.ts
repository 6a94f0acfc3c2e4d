// Kubernetes objects of stacks with every storage, proxy and sample: what has to hold for each.

import { describe, expect, it } from 'vitest';
import { broken, readObjects } from './kubernetes-objects.ts';
import { cover, scenarioOf } from './matrix.ts';
import { runScenario } from './scenarios.ts';

describe('Kubernetes objects', () => {
  it.each(cover)('of %s refer to what is there, and show no secret', async (words) => {
    const { env } = scenarioOf(words);
    const run = await runScenario({
      words: `${words} --format kubernetes --secrets inline --quota`,
      ...(env && { env }),
    });
    expect(run.exitCode, run.stderr).toBe(0);
    const all = readObjects(run.stdout);
    const isSecret = ({ kind }: { readonly kind: string }): boolean => kind === 'Secret';
    const rest = all.filter((object) => !isSecret(object));
    expect(rest.length).toBeGreaterThan(5);
    for (const [property, check] of Object.entries(broken))
      expect([property, check(rest, all.filter(isSecret))]).toEqual([property, []]);
    for (const line of run.stderr.split('\n').filter(Boolean))
      expect(run.stdout).toContain(line.replace('smoke: warning: ', '#   * '));
  });
});
