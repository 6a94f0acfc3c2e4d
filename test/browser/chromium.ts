// Pages in a real Chromium: shown in frames of given widths and measured there.

import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { measure } from './measure.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of this machine; SMOKE_TEST_BROWSER names another one. */
export const browser =
  process.env['SMOKE_TEST_BROWSER'] ??
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says why nothing is tested where there is no browser. */
export function cannotLook(): boolean {
  if (browser !== undefined) return false;
  const missing = `${names[0]} (scripts/browser), or SMOKE_TEST_BROWSER=FILE`;
  if (process.env['SMOKE_TEST_ENGINE'] === 'required') throw new Error(`a browser is required: ${missing}`);
  process.stderr.write(`skipped: pages in a browser: missing: ${missing}\n`);
  return true;
}

/** What was seen of a page in a frame. */
export interface Sight {
  readonly page: string;
  readonly frameWidth: number;
  /** Wider than the frame where the page has to be moved sideways. */
  readonly pageWidth: number;
  readonly background: string;
  /** Texts whose colour is too near to that of what they stand on. */
  readonly faint: readonly string[];
  readonly scriptsRan: boolean;
}

const flags = [
  '--headless',
  '--hide-scrollbars',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--virtual-time-budget=5000',
  '--dump-dom',
];

/** Shows every page in every width, on a light or on a dark screen. */
export async function look(
  pages: Readonly<Record<string, string>>,
  widths: readonly number[],
  scheme: 'light' | 'dark',
): Promise<Sight[]> {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-browser-'));
  const frames = Object.entries(pages).flatMap(([page, html]) =>
    widths.map((width) => ({ page, width, html })),
  );
  const file = join(folder, 'frames.html');
  // A script of the page could end where the text has the end of a script.
  const data = JSON.stringify(frames).replaceAll('<', '\\u003c');
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><script>(${measure.toString()})(${data})</script>`,
  );
  try {
    const preferred = `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`;
    const words = [...flags, preferred, `--user-data-dir=${join(folder, 'profile')}`, `file://${file}`];
    const { stdout } = await promisify(execFile)(browser ?? '', words, { maxBuffer: 64e6, timeout: 60_000 });
    const [, seen = ''] = /<pre id="seen">(.*?)<\/pre>/s.exec(stdout) ?? [];
    return JSON.parse(
      seen.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ) as Sight[];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
