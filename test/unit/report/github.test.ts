import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../../src/report/github.ts';
import type { TestReport } from '../../../src/report/test-report.ts';
import { hostile, hostileTexts } from '../../golden/hostile-report.ts';
import { failed, good, repeated } from '../../golden/test-reports.ts';

interface Command {
  readonly kind: string;
  readonly title: string;
  readonly message: string;
}

/** As a runner reads an escaped text. */
function unescaped(text: string): string {
  const codes = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  return Object.entries(codes).reduce((all, [from, to]) => all.replaceAll(from, to), text);
}

/** What a runner takes for a command: `::` behind blanks, or else `##[` anywhere in the line. */
function commandsOf(report: TestReport): Command[] {
  return renderGithub(report)
    .split(/\r\n|\r|\n/)
    .flatMap((line) => {
      const [, kind, properties = '', message = ''] = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
      if (kind === undefined) return line.includes('##[') ? [{ kind: 'old', title: line, message: '' }] : [];
      expect(properties).not.toContain(',');
      return [{ kind, title: unescaped(properties.replace(/^title=/, '')), message: unescaped(message) }];
    });
}

const annotations = (report: TestReport): Command[] =>
  commandsOf(report).filter(({ kind }) => ['error', 'warning', 'notice'].includes(kind));

describe('annotations of GitHub', () => {
  it('are a notice with the verdict and the skips of a good test', () => {
    expect(commandsOf(good)).toEqual([
      {
        kind: 'notice',
        title: 'smoke test of cryostat on garage',
        message:
          'passed: 9 checks passed, 1 skipped, in 31.9 s\nskipped (garage lacks object tagging): objects keep their tags',
      },
    ]);
  });

  it('are an error for each failure, with its cause and the next step, and a warning that the stack still runs', () => {
    expect(annotations(failed).map(({ kind, title }) => [kind, title])).toEqual([
      ['error', 'db is healthy'],
      ['error', 'podman-compose'],
      ['error', 'the stack comes up'],
      ['warning', 'smoke test of cryostat on garage'],
      ['notice', 'smoke test of cryostat on garage'],
    ]);
    expect(annotations(failed)[0]?.message).toBe(
      'ended with exit code 1: the disk is full\nnext: podman system df, and free some space; then ./smoke test -s garage',
    );
  });

  it('tell the same cause of several runs once, and how often it came', () => {
    const errors = annotations(repeated).filter(({ kind }) => kind === 'error');
    expect(errors.map(({ title }) => title)).toEqual([
      'cryostat: an object written through the application lies in the bucket (in 2 of 8 runs)',
    ]);
  });

  it('have the evidence folded in the log', () => {
    expect(renderGithub(failed)).toMatch(/^::group::db is healthy\n(│ .*\n)+::endgroup::$/m);
  });

  it('are at most ten errors, for more would be dropped without a word', () => {
    const [run] = failed.runs;
    const failures = Array.from({ length: 30 }, (_, index) => ({
      subject: `service-${index}`,
      cause: 'ended',
      evidence: [],
      next: 'look',
    }));
    const many = { ...failed, runs: run ? [{ ...run, checks: [], failures }] : [] };
    const errors = annotations(many).filter(({ kind }) => kind === 'error');
    expect(errors).toHaveLength(10);
    expect(errors.at(-1)?.message).toBe('21 more failures are in the log of this step');
  });

  it.each(hostileTexts)('are the same commands with %j everywhere', (text) => {
    const kinds = commandsOf(hostile(text, 2)).map(({ kind }) => kind);
    const [errors, groups] = [
      ['error', 'error'],
      ['group', 'endgroup', 'group', 'endgroup'],
    ];
    expect(kinds).toEqual([...errors, ...groups, 'warning', 'warning', 'notice']);
  });

  it('have the texts as they were, whatever a command would make of them', () => {
    const text = '100% of a:b,c %0A';
    const [error] = annotations(hostile(text));
    expect(error).toMatchObject({ title: text, message: `${text}\nnext: ${text}` });
    expect(renderGithub(hostile(text))).toContain(
      '::error title=100%25 of a%3Ab%2Cc %250A::100%25 of a:b,c %250A%0A',
    );
  });
});
