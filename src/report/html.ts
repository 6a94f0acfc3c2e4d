// The result of a test → one HTML page. Pure.
import type { Manifest } from '../stack/manifest.ts';
import type { TestReport } from './test-report.ts';
/** One self-contained page. */
export function renderHtml(report: TestReport, _manifest?: Manifest): string {
  return `<!doctype html><title>${report.verdict}</title>`;
}
