import { describe, expect, it } from 'vitest';
import { settingRows } from '../../src/share/table.ts';
import { changed, travel, type Way } from './round-trip.ts';

const seeds = Array.from({ length: 100 }, (_, index) => index + 1);
const journeys: readonly (readonly Way[])[] = [
  ['helm'],
  ['operator'],
  ['helm', 'operator'],
  ['operator', 'helm'],
];

describe.each(journeys)('a stack that goes to Compose by way of %s %s', { timeout: 60_000 }, (...ways) => {
  it.each(seeds)('loses what it reports as lost, and nothing else: number %i', async (seed) => {
    const journey = await travel(seed, ways.filter(Boolean) as Way[]);
    const lost = changed(journey);
    if (!ways.includes('operator')) expect(lost).toEqual([]);
    for (const name of lost) {
      const row = settingRows.find((known) => known.name === name);
      expect(journey.said).toContain(row?.variable);
    }
    // And nothing else is: what is told is gone, but for what the provider decides in the same way.
    for (const { name, variable, open } of settingRows)
      if (!open && journey.said.includes(`(${variable}: here`)) expect(lost).toContain(name);
  });
});
