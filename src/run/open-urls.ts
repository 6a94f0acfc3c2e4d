// Opens the URLs of a stack in the browser, each as soon as something answers there.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from '../io.ts';
import { whyNoAnswer } from '../probes/answers.ts';
import type { Manifest, StackUrl } from '../stack/manifest.ts';
import { findBrowser } from './browser.ts';

/** What became of one URL; `problem` says why it was not opened. */
export interface Opened extends StackUrl {
  readonly problem?: string;
}

const askEveryMs = 250;
const answerWithinMs = 5000;

/** The addresses of a manifest that a browser may be given; a foreign file may have anything there. */
export function urlsOf(manifest: Manifest): StackUrl[] {
  const urls: unknown = manifest['x-smoke']?.urls;
  if (!Array.isArray(urls)) return [];
  return (urls as readonly Partial<StackUrl>[]).flatMap(({ name, url, service }) => {
    if (typeof url !== 'string' || !URL.canParse(url)) return [];
    const { protocol, href } = new URL(url);
    if (protocol !== 'http:' && protocol !== 'https:') return [];
    return [{ name: String(name ?? service ?? href), url: href, service: String(service ?? '') }];
  });
}

/** How long to wait for answers, and where the browser is looked for. */
export interface OpenOptions {
  readonly env: Io['env'];
  readonly signal: AbortSignal;
  readonly patienceMs: number;
  readonly browser?: ReturnType<typeof findBrowser>;
}

/** Opens what answers in time, one after the other. Without a browser nothing is asked. */
export async function openUrls(
  urls: readonly StackUrl[],
  manifest: Manifest,
  options: OpenOptions,
): Promise<Opened[]> {
  const { browser = findBrowser(options.env), signal } = options;
  if ('missing' in browser) return urls.map((url) => ({ ...url, problem: browser.missing }));
  const asked = urls.map((url) => ({ url, silence: silenceOf(url.url, manifest, options) }));
  const opened: Opened[] = [];
  for (const { url, silence } of asked) {
    let problem = await silence;
    if (signal.aborted) problem ??= 'interrupted';
    problem ??= await browser.open(url.url);
    opened.push({ ...url, ...(problem !== undefined && { problem }) });
  }
  return opened;
}

/** Asks until there is an answer: undefined then, and else what was wrong the last time. */
async function silenceOf(
  url: string,
  manifest: Manifest,
  { signal, patienceMs }: OpenOptions,
): Promise<string | undefined> {
  const ca = manifest['x-smoke']?.ca;
  const until = performance.now() + patienceMs;
  for (;;) {
    const asking = { timeoutMs: answerWithinMs, signal, ...(ca !== undefined && { ca }) };
    const problem = await whyNoAnswer(url, asking);
    if (problem === undefined || signal.aborted || performance.now() > until) return problem;
    await sleep(askEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
