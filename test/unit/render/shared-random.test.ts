// Storages by chance: what chart and operator make of what is written is what was meant.

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isSafeBare } from '../../../src/render/bare-text.ts';
import { renderHelm } from '../../../src/render/helm.ts';
import { renderOperator } from '../../../src/render/operator.ts';
import type { SettingName, Side, StorageSettings } from '../../../src/share/settings.ts';
import { settingRows } from '../../../src/share/table.ts';
import {
  type ChartValues,
  chartEnvironment,
  operatorEnvironment,
  type Resource,
} from '../../golden/chart-environment.ts';
import { settingsToEnvironment } from '../share/to-environment.ts';
import { shared, sideOf } from './shared-parts.ts';

const words = [
  '12345',
  '1e5',
  'null',
  'yes',
  '0x1f',
  '1_000',
  '2024-01-01',
  'a.b',
  '123abc',
  'e10',
  '~',
  'abc-1',
];
const modes = ['tagging', 'metadata', 'bucket'];

/** Numbers below a limit, the same ones for a seed. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}

function randomSide(seed: number): Side {
  const roll = dice(seed);
  for (let warm = 0; warm < 5; warm++) roll(2);
  const settings = settingRows.map(({ name, kind }) => {
    if (kind === 'flag') return [name, roll(2) === 0 ? 'true' : 'false'];
    if (name === 'mode') return [name, modes[roll(modes.length)]];
    // Odd words seldom, or hardly any storage could be written for Helm.
    return [name, roll(40) === 0 ? words[roll(words.length)] : `word-${roll(1000)}x`];
  });
  const endpoint = ['https://s3.example.net', 'http://[2001:db8::7]:9000'][roll(2)];
  return sideOf({ ...Object.fromEntries(settings), endpoint, credentialsType: 'default' } as StorageSettings);
}

const seeds = Array.from({ length: 100 }, (_, index) => index + 1);
const written = ({ settings }: Side): string[] =>
  settingRows
    .filter(({ helm, kind, name }) => helm && kind === 'text' && name !== 'endpoint')
    .map(({ name }) => settings[name] ?? '');

describe('a storage by chance', () => {
  it('becomes the same environment through the chart, or is refused for a name', () => {
    let refused = 0;
    for (const seed of seeds) {
      const side = randomSide(seed);
      if (!written(side).every(isSafeBare)) {
        expect(() => renderHelm(shared(side))).toThrow('without quotes');
        refused += 1;
        continue;
      }
      const { text } = renderHelm(shared(side));
      const {
        AWS_ACCESS_KEY_ID: _,
        AWS_SECRET_ACCESS_KEY: __,
        ...made
      } = Object.fromEntries(chartEnvironment(parse(text) as ChartValues));
      expect(made, `seed ${seed}`).toEqual(settingsToEnvironment(side.settings));
      expect(parse(text, { version: '1.1' })).toEqual(parse(text));
    }
    expect(refused).toBeGreaterThan(5);
    expect(refused).toBeLessThan(60);
  });

  it('becomes the same environment through the operator, but for what is told', () => {
    for (const seed of seeds) {
      const side = randomSide(seed);
      const { text, losses } = renderOperator(shared(side));
      const made: Record<string, unknown> = operatorEnvironment(parse(text) as Resource);
      const wanted = settingsToEnvironment(side.settings);
      for (const [variable, value] of Object.entries(made))
        expect({ [variable]: value }).toEqual({ [variable]: wanted[variable] });
      const untold = settingRows
        .filter(({ variable }) => !(variable in made) && !losses.join().includes(variable))
        .map(({ name }): SettingName => name);
      // What is not told holds there by itself, or has a field of another kind.
      for (const name of untold) expect(holdsByItself(name, side), `seed ${seed}: ${name}`).toBe(true);
    }
  });
});

function holdsByItself(name: SettingName, { settings }: Side): boolean {
  const row = settingRows.find((known) => known.name === name);
  const there = row?.defaults.operator;
  return settings[name] === (there?.startsWith('=') ? settings[there.slice(1) as SettingName] : there);
}
