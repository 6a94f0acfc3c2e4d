// Targets, live recordings that are archived when they end, and reports that are made in the background. Talks S3.

import { createHash } from 'node:crypto';
import type { Discovery } from './discovery.ts';
import type { Recordings } from './recordings.ts';

/** A target as the API lists it. */
export interface Target {
  readonly id: number;
  readonly alias: string;
  readonly connectUrl: string;
  readonly jvmId: string;
}

/** What happens at targets. */
export interface Live {
  targets(): Target[];
  /** Starts a recording; undefined where there is no such target. */
  start(target: number, form: URLSearchParams): { remoteId: number } | undefined;
  /** Whether there was one to remove. */
  remove(target: number, remoteId: number): boolean;
}

/** Every agent that registered is a target. */
export function openLive(discovery: Discovery, recordings: Recordings): Live {
  const running = new Map<string, string>();
  let last = 0;
  const targets = (): Target[] =>
    discovery.plugins().map(({ realm, callback }, index) => ({
      id: index + 1,
      alias: realm,
      connectUrl: callback,
      jvmId: createHash('sha256').update(callback).digest('base64'),
    }));
  return {
    targets,
    start(id, form) {
      const target = targets().find((each) => each.id === id);
      const name = form.get('recordingName');
      if (target === undefined || name === null) return undefined;
      last += 1;
      const remoteId = last;
      running.set(`${id}/${remoteId}`, name);
      if (form.get('archiveOnStop') === 'true') {
        const archive = () =>
          recordings
            .archive(target, name)
            .catch((error: Error) => console.error(`archiving ${name} failed: ${error.message}`));
        setTimeout(() => void archive(), Number(form.get('duration')) * 1000);
      }
      return { remoteId };
    },
    remove: (id, remoteId) => running.delete(`${id}/${remoteId}`),
  };
}
