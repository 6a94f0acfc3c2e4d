import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Io } from '../../../src/io.ts';
import { takeDown } from '../../../src/run/take-down.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { container } from './containers.ts';

const volume = (name: string) => ({ name: `p_${name}`, volume: name, project: 'p', labels: {}, usedBy: [] });

/** A stack whose provider is a script that notes what it is asked. */
function running(volumes: readonly string[]) {
  const folder = temporaryFolder({
    provider: '#!/bin/sh\necho "$@" >> "$(dirname "$0")/asked"\n',
    'state/smoke/p.yml': 'name: p',
    'state/smoke/p.run.json': '{}',
  });
  chmodSync(join(folder, 'provider'), 0o755);
  const removed: string[] = [];
  let said = '';
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString('utf8');
      done();
    },
  });
  const engine = {
    compose: { name: 'docker compose', version: '5', command: [join(folder, 'provider')], env: {} },
    volumes: async () => volumes.map(volume),
    removeVolume: async (name: string) => void removed.push(name),
    removeProject: async (_: string, what: { anonymous?: boolean }) => {
      removed.push(what.anonymous ? 'project, with nameless volumes' : 'project');
      return [];
    },
  } as unknown as Engine;
  const io: Io = {
    env: { XDG_STATE_HOME: join(folder, 'state'), PATH: process.env['PATH'] },
    stdin: Readable.from([]),
    stdout: stream,
    stderr: stream,
    root: '/',
    now: () => new Date(0),
    signal: new AbortController().signal,
  };
  const stack = {
    project: 'p',
    manifest: { name: 'p', services: {} },
    text: '',
    file: join(folder, 'p.yml'),
    folder,
  };
  const asked = () =>
    existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8') : 'nothing';
  const kept = join(folder, 'state/smoke/p.yml');
  return { engine, io, stack, removed, asked, kept, said: () => said };
}

const nothing = { manifest: undefined, memory: undefined, containers: [], volumes: [] };

describe('taking down', () => {
  it('stops, then removes everything that the run made, and forgets it', async () => {
    const { engine, io, stack, removed, asked, kept, said } = running(['a', 'b']);
    await takeDown(engine, stack, nothing, false, io);
    expect(asked()).toMatch(/ stop\n$/);
    expect(removed).toEqual(['project, with nameless volumes', 'p_a', 'p_b']);
    expect(existsSync(kept)).toBe(false);
    expect(said()).toContain('p is down, the 2 volumes it made removed\n');
  });

  it('leaves volumes that were there before, and what was known of them', async () => {
    const { engine, io, stack, removed, kept, said } = running(['a', 'b']);
    await takeDown(
      engine,
      stack,
      { manifest: 'old', memory: 'what was known', containers: [], volumes: [volume('a')] },
      false,
      io,
    );
    expect(removed).toContain('p_b');
    expect(removed).not.toContain('p_a');
    expect(readFileSync(kept, 'utf8')).toBe('old');
    expect(readFileSync(kept.replace('.yml', '.run.json'), 'utf8')).toBe('what was known');
    expect(said()).toContain('one volume stays (smoke down --volumes --project p removes it)');
  });

  it('keeps all volumes when they are to be kept', async () => {
    const { engine, io, stack, removed, kept } = running(['a']);
    await takeDown(engine, stack, nothing, true, io);
    expect(removed).toEqual(['project']);
    expect(existsSync(kept)).toBe(true);
  });

  it('leaves a stack that ran before', async () => {
    const { engine, io, stack, removed, asked, said } = running(['a']);
    const before = {
      manifest: 'old',
      memory: 'what was known',
      containers: [container('db')],
      volumes: [volume('a')],
    };
    await takeDown(engine, stack, before, false, io);
    expect([removed, asked()]).toEqual([[], 'nothing']);
    expect(said()).toContain('ran before this run and stays');
  });

  it('takes down a stack whose containers had all ended before', async () => {
    const { engine, io, stack, removed } = running(['a']);
    const old = [container('db', { state: 'exited' })];
    await takeDown(
      engine,
      stack,
      { manifest: 'old', memory: 'what was known', containers: old, volumes: [] },
      false,
      io,
    );
    expect(removed).toEqual(['project', 'p_a']);
  });
});
