// Starts Podman's API service for as long as smoke needs it. Starts a process.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type EngineClient } from './client.ts';

/** A service of smoke's own, and how to end it. */
export interface PodmanService {
  readonly client: EngineClient;
  readonly stop: () => Promise<void>;
}

/**
 * Runs a command, and ends it when nobody holds the other end of standard input any more: so also when smoke is killed.
 * The folder ($0) goes with it. The whole group is ended: without root, Podman is two processes, and the first does not
 * always hand the signal on. Some shells tell of a command that was ended, where nobody listens any more.
 */
const guarded = `
exec 3<&0
"$@" </dev/null &
service=$!
{ read -r _ <&3; kill -TERM 0; } 2>/dev/null >&2 &
guard=$!
trap "" PIPE TERM
wait "$service" 2>/dev/null
rm -rf "$0"
kill "$guard" 2>/dev/null`;

const startWithinMs = 10_000;
const askEveryMs = 20;

/** Runs `podman system service` on a socket in a folder that only the user can enter. */
export async function startPodmanService(podman: string, env: NodeJS.ProcessEnv): Promise<PodmanService> {
  const folder = await mkdtemp(join(tmpdir(), 'smoke-podman-'));
  const address = `unix://${join(folder, 'podman.sock')}`;
  const service = [podman, 'system', 'service', '--time=0', address];
  const child = spawn('/bin/sh', ['-c', guarded, folder, ...service], {
    env,
    // A group of its own: Ctrl-C on the terminal must not take it away before smoke has cleaned up.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let complaint = '';
  let gone = false;
  child.stderr.on('data', (text: Buffer) => {
    complaint = `${complaint}${text}`.slice(-1000);
  });
  const ended = new Promise<void>((resolve) => {
    const onEnd = (error?: unknown) => {
      gone = true;
      if (error instanceof Error) complaint = error.message;
      resolve();
    };
    child.once('exit', onEnd).once('error', onEnd);
  });
  const stop = async () => {
    child.ref();
    child.stdin.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const deadline = Date.now() + startWithinMs;
    for (;;) {
      const client = await connect(address, env).catch((error: Error) => error);
      if (!(client instanceof Error)) {
        // The service alone must not keep smoke running.
        child.unref();
        (child.stdin as unknown as Socket).unref();
        (child.stderr as Socket).unref();
        return { client, stop };
      }
      if (gone || Date.now() > deadline)
        throw new Error(`podman system service did not start: ${complaint.trim() || client.message}`);
      await sleep(askEveryMs);
    }
  } catch (error) {
    await stop();
    throw error;
  }
}
