import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Manifest, Value } from '../../src/stack/manifest.ts';
import { movePorts, portsToMove } from '../../src/stack/move-ports.ts';
import { moveTexts } from '../../src/stack/move-texts.ts';
import { cover, scenarioOf } from './matrix.ts';
import { map, strings } from './parts.ts';
import { runScenario } from './scenarios.ts';

async function printed(words: string): Promise<Manifest> {
  const run = await runScenario(scenarioOf(words));
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  return parse(run.stdout) as Manifest;
}

const keys = ({ services }: Manifest): string[] => portsToMove(services).map(({ key }) => key);

describe('a stack with --ports auto', () => {
  it.each(cover)('has every port moved, and every address with it: %s', async (words) => {
    const fixed = await printed(words);
    const moved = await printed(`${words} --ports auto`);
    const ports = Object.fromEntries(keys(fixed).map((key, index) => [key, Number(keys(moved)[index])]));

    // Each port has another one of its own, which no port had before.
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
    expect(Object.values(ports).filter((port) => String(port) in ports)).toEqual([]);

    // No address that a person, a browser or smoke has leads to where nothing is any more.
    const { urls, probes, s3 } = moved['x-smoke'] ?? {};
    const seen = probes?.filter(({ kind }) => kind !== 'exec');
    const told = strings([urls, seen, s3 ?? null] as unknown as Value);
    const environments = Object.entries(moved.services)
      .filter(([name]) => name !== 'files')
      .flatMap(([, service]) => strings(map(service['environment'] ?? {})));
    for (const text of [...told, ...environments])
      for (const [, port = ''] of text.matchAll(/https?:\/\/localhost:(\d+)/g))
        expect(Object.values(ports), text).toContain(Number(port));

    // The printed manifest, without names of ports any more, can be moved to the very same.
    expect(moveTexts(movePorts(fixed, ports), ports, fixed)).toEqual(moved);
  });

  it('gives the same bytes twice', async () => {
    const once = await runScenario(scenarioOf('-s minio -X --ports auto'));
    expect(await runScenario(scenarioOf('-s minio -X --ports auto'))).toEqual(once);
    expect(once.stdout).toContain('./smoke -s minio -X --ports auto');
  });
});
