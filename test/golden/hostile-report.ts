// A result whose texts try to leave their place in every format.

import type { TestReport, TestRun } from '../../src/report/test-report.ts';
import { failed } from './test-reports.ts';

/** What servers, logs and names may hold. */
export const hostileTexts: readonly string[] = [
  'controls \u0000\u0001\u0007\u0008\u000b\u000c\u001f\u007f\u0080\u009f here',
  'escapes \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b[2J here',
  'ends ]]> and <![CDATA[ <!-- --> <?pi ?> &amp; &#0; here',
  'tags </pre></script><script>alert(1)</script><img src=x onerror="alert(\'1\')"> here',
  'half \ud800 and \udc00 characters here',
  'whole 🧪 👩‍👩‍👧 é ß 漢字 characters here',
  'not characters \ufffe\uffff here',
  'turned \u202egnp.exe\u202c \u2066around\u2069 here',
  'lines \r\n::error::one\u2028::add-mask::two\u2029three\u0085four\rok 99 - five here',
  'commands   ::add-mask::x ##[add-mask]y ::stop-commands::z here',
  'marks # SKIP # TODO \\# \\ 100% a:b,c "double" \'single\' `back` $HOME ${HOME} here',
  '...',
  '---',
  '# comment',
  'Bail out! here',
  '1..5',
  '',
  'long '.repeat(2000),
];

function hostileRun(run: TestRun, text: string): TestRun {
  return {
    ...run,
    project: text,
    checks: [
      { group: 'start', name: text, service: text, state: 'failed', detail: text, elapsedMs: 1 },
      { group: 'storage', name: text, state: 'skipped', detail: text, elapsedMs: 0 },
      { group: 'cleanup', name: text, state: 'passed', detail: text, elapsedMs: 0 },
    ],
    timeline: {
      totalMs: 0,
      services: [{ service: text, startedMs: 0, waitsFor: [text] }],
      critical: [{ service: text, phase: 'ready', fromMs: 0, toMs: 0 }],
    },
    failures: [
      { subject: text, code: text, check: text, cause: text, evidence: [text, text], next: text },
      { subject: `another ${text}`, cause: text, evidence: [...hostileTexts], next: text },
    ],
  };
}

/** Every text in every place, in so many runs. */
export function hostile(text: string, runs = 1): TestReport {
  const [run] = failed.runs;
  if (run === undefined) throw new Error('the failed result has no run');
  const all = Array.from({ length: runs }, () => hostileRun(run, text));
  return { ...failed, app: text, storage: text, engine: text, command: text, runs: all };
}
