// A request of a journey to the application's API. Talks HTTP and HTTPS.

import type { RequestStep } from '../stack/manifest.ts';
import { explainConnection } from './connection.ts';
import { type Answer, exchange, exchangeAndFollow } from './exchange.ts';
import type { Setting, StepResult } from './journey.ts';
import { fillIn, forPath, type Known, takeField } from './journey-texts.ts';
import type { Attempt } from './outcome.ts';

/** Sends the request once, and compares the answer with what it has to be. */
export async function tryRequest(
  step: RequestStep,
  path: string,
  setting: Setting,
  attempt: Attempt,
): Promise<StepResult> {
  const { method, wanted } = await prepare(step, setting);
  const { ca, login, url } = setting;
  const ask = {
    ...attempt,
    ...wanted,
    method,
    ca,
    auth: login && `${login.user}:${login.password}`,
  };
  try {
    const target = new URL(path, url);
    const answer = await (method === 'GET' ? exchangeAndFollow : exchange)(target, ask);
    return judge(step, answer, setting);
  } catch (error) {
    const problem = explainConnection(error);
    if (problem === undefined) throw error;
    return { problem: `${new URL(url).origin}: ${problem.text}` };
  }
}

/** The path of a request with everything filled in; undefined while something in it is not known. */
export function pathOf({ request }: RequestStep, known: Known): string | undefined {
  return fillIn(request.slice(request.indexOf(' ') + 1), known, forPath);
}

async function prepare({ request, form, upload }: RequestStep, { known, sent }: Setting) {
  const method = request.slice(0, request.indexOf(' '));
  const text = (value: string): string => fillIn(value, known) ?? value;
  if (upload) {
    const data = new FormData();
    data.set(upload.field, new Blob([new Uint8Array(sent)]), text(upload.as));
    return { method, wanted: await encoded(data) };
  }
  if (form) {
    const fields = Object.entries(form).map(([name, value]): [string, string] => [name, text(value)]);
    return { method, wanted: await encoded(new URLSearchParams(fields)) };
  }
  return { method, wanted: {} };
}

async function encoded(data: FormData | URLSearchParams) {
  const answer = new Response(data);
  const headers = { 'content-type': answer.headers.get('content-type') ?? '' };
  return { body: new Uint8Array(await answer.arrayBuffer()), headers };
}

function judge(step: RequestStep, { status, body }: Answer, { known, sent }: Setting): StepResult {
  const { status: expected = 200, contains, lacks, is, take = {} } = step;
  if (status !== expected) return { problem: `answered ${status}, expected ${expected}`, status };
  const text = body.toString('utf8');
  const wanted = contains === undefined ? undefined : fillIn(contains, known);
  if (wanted !== undefined && !text.includes(wanted)) return { problem: `the answer lacks ${wanted}` };
  const unwanted = lacks === undefined ? undefined : fillIn(lacks, known);
  if (unwanted !== undefined && text.includes(unwanted))
    return { problem: `the answer still has ${unwanted}` };
  if (is === 'sent' && !body.equals(sent))
    return {
      problem: `${body.byteLength} bytes came back that are not the ${sent.byteLength} that were sent`,
    };
  const taken: Record<string, string> = {};
  const answer = Object.keys(take).length > 0 ? parsed(text) : undefined;
  for (const [name, field] of Object.entries(take)) {
    const value = takeField(answer, field, known);
    if (value === undefined)
      return { problem: `the answer has no ${field.field}${described(field.where, known)}` };
    taken[name] = value;
  }
  return { taken };
}

function described(where: Readonly<Record<string, string>> | undefined, known: Known): string {
  const conditions = Object.entries(where ?? {}).map(
    ([name, pattern]) => `${name} like ${fillIn(pattern, known) ?? pattern}`,
  );
  return conditions.length > 0 ? ` of an item with ${conditions.join(', ')}` : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON has no fields, which is what the caller says.
    return undefined;
  }
}
