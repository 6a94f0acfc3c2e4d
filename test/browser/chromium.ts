// Pages in a real Chromium: shown in frames of given widths and measured there.

import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

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
  process.stderr.write(`skipped: pages in a browser: missing: ${names[0]} (or SMOKE_TEST_BROWSER=FILE)\n`);
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

const arguments_ = [
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
    const words = [...arguments_, preferred, `--user-data-dir=${join(folder, 'profile')}`, `file://${file}`];
    const { stdout } = await promisify(execFile)(browser ?? '', words, { maxBuffer: 64e6, timeout: 60_000 });
    const [, seen = ''] = /<pre id="seen">(.*?)<\/pre>/s.exec(stdout) ?? [];
    return JSON.parse(
      seen.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ) as Sight[];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs inside the browser, where the compiler knows no types of a page. */
// biome-ignore lint/suspicious/noExplicitAny: see above
function measure(frames: any[]): void {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const page = globalThis as any;
  const luminance = (color: number[]): number => {
    const [r = 0, g = 0, b = 0] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parts = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const backgroundOf = (element: any, style: any): number[] => {
    for (let at = element; at; at = at.parentElement) {
      const color = parts(style(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const seen: object[] = [];
  page.addEventListener('load', () => {
    for (const frame of page.document.querySelectorAll('iframe')) {
      const inner = frame.contentDocument;
      const style = (element: object) => frame.contentWindow.getComputedStyle(element);
      const faint: string[] = [];
      for (const element of inner.body.querySelectorAll('*')) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
        if (!own || element.closest('svg, .hidden')) continue;
        const [text, ground] = [
          luminance(parts(style(element).color)),
          luminance(backgroundOf(element, style)),
        ];
        const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
        if (contrast < 4.5) faint.push(`${element.className || element.tagName}: ${contrast.toFixed(2)}`);
      }
      seen.push({
        page: frame.title,
        frameWidth: frame.clientWidth,
        pageWidth: inner.documentElement.scrollWidth,
        background: style(inner.body).backgroundColor,
        faint: [...new Set(faint)],
        scriptsRan: frame.contentWindow.scriptsRan === true,
      });
    }
    const result = page.document.createElement('pre');
    result.id = 'seen';
    result.textContent = JSON.stringify(seen);
    page.document.body.replaceChildren(result);
  });
  for (const { page: title, width, html } of frames) {
    const frame = page.document.createElement('iframe');
    Object.assign(frame, { title, width, height: 800, srcdoc: html });
    frame.style.border = '0';
    (
      page.document.body ?? page.document.documentElement.appendChild(page.document.createElement('body'))
    ).append(frame);
  }
}
