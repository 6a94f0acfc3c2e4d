// What an engine tells of the past of a project, in its own words. Talks to an engine.

import { createInterface } from 'node:readline';
import { callForStream, type EngineClient, engineFailed } from './client.ts';
import { projectLabel } from './labels.ts';
import { changedContainer } from './watch.ts';

const answerWithinMs = 5000;

/** Everything about one container. */
export async function inspectWhole({ docker }: EngineClient, id: string): Promise<unknown> {
  return await docker
    .getContainer(id)
    .inspect()
    .catch((error) => {
      throw engineFailed(`the container ${id.slice(0, 12)} could not be inspected`, error);
    });
}

/** The events of a project's containers since then; those of the execs that health checks are say nothing. */
export async function pastEvents(client: EngineClient, project: string, since: Date): Promise<unknown[]> {
  const query = new URLSearchParams({
    since: String(Math.floor(since.getTime() / 1000)),
    until: String(Math.floor(Date.now() / 1000)),
    filters: JSON.stringify({ type: ['container'], label: [`${projectLabel}=${project}`] }),
  });
  try {
    const stream = await callForStream(client, `/events?${query}`, AbortSignal.timeout(answerWithinMs));
    const events: unknown[] = [];
    for await (const line of createInterface({ input: stream }))
      if (changedContainer(line) !== undefined) events.push(JSON.parse(line));
    return events;
  } catch (error) {
    throw engineFailed(`${client.name} could not tell its events`, error);
  }
}
