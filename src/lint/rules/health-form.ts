// Health checks that cannot work as they are written. Pure.

import type { Edit, Hit, Rule } from '../finding.ts';
import { commandLine, type HealthTest, healthTest, seconds } from '../health.ts';
import type { ComposeFile } from '../project.ts';
import { shownProgram } from '../shown.ts';
import { child, type Spot } from '../spot.ts';
import { hasVariable } from '../variables.ts';

const operators = new Set(['||', '&&', '|', ';', '>', '>>', '2>&1', '<']);

export const healthFormRules: readonly Rule[] = [
  {
    code: 'SM201',
    name: 'cmd-shell-words',
    severity: 'error',
    summary: 'CMD-SHELL with several words',
    on: 'Docker gives only the first word to the shell, so the check fails always or proves nothing; podman-compose (1.6 seen) stops with an error; Podman joins the words',
    cure: 'CMD with the words, or CMD-SHELL with one string',
    *check(file) {
      for (const { test } of tests(file))
        if (test.form === 'CMD-SHELL' && test.words.length > 1) {
          yield {
            spot: test.spot,
            message: `only the first of ${test.words.length} words runs: ${shownProgram(test.words[0]?.text)}`,
            ...(hasOperator(test) ? joinFix(test) : wordFix(test)),
          };
        }
    },
  },
  {
    code: 'SM202',
    name: 'cmd-operator',
    severity: 'error',
    summary: 'CMD with an operator of the shell',
    on: 'every engine: CMD runs without a shell, so the operator is one more word for the command',
    cure: 'CMD-SHELL with one string, or the command alone: its exit code is what counts',
    *check(file) {
      for (const { test } of tests(file))
        if (test.form === 'CMD' && hasOperator(test))
          yield {
            spot: test.spot,
            message: `"${operatorOf(test)}" is given to ${shownProgram(test.words[0]?.text)} as a word`,
            ...joinFix(test),
          };
    },
  },
  {
    code: 'SM203',
    name: 'test-form',
    severity: 'error',
    summary: 'a list that begins with neither CMD, CMD-SHELL nor NONE',
    on: 'docker compose and podman-compose refuse it',
    cure: 'put CMD before the words',
    *check(file) {
      for (const { test } of tests(file)) {
        if (test.form === 'OTHER' && !hasVariable(test.words[0]?.text ?? '')) {
          const first = test.words[0];
          const fix = first ? { fix: [insertWord(test.spot, first, 'CMD', file)] } : {};
          yield { spot: test.spot, message: `begins with ${shownProgram(first?.text)}`, ...fix };
        } else if ((test.form === 'CMD' || test.form === 'CMD-SHELL') && test.words.length === 0)
          yield { spot: test.spot, message: `${test.form} without a command`, cure: 'name the command' };
      }
    },
  },
  {
    code: 'SM204',
    name: 'cmd-spaces',
    severity: 'note',
    summary: 'CMD with a word that holds spaces',
    on: 'Podman older than 5, asked through its Docker socket (docker compose, testcontainers), splits it at the spaces (4.3 seen)',
    cure: 'a script in the image, words without spaces, or CMD-SHELL with one string where there is a shell',
    *check(file) {
      for (const { test } of tests(file)) {
        const word =
          test.form === 'CMD' && !hasOperator(test) && test.words.find(({ text }) => /\S\s+\S/.test(text));
        if (word)
          yield { spot: word, message: `a word for ${shownProgram(test.words[0]?.text)} holds spaces` };
      }
    },
  },
  {
    code: 'SM205',
    name: 'health-timing',
    severity: 'error',
    summary: 'times and tries of a health check that an engine refuses',
    on: 'docker compose or the engine refuses the service',
    cure: 'interval 10s, timeout 5s, retries 3 and a start_period as long as the start takes',
    *check(file) {
      for (const { spot } of file.services) {
        const check = child(spot, 'healthcheck');
        if (check?.kind === 'map') yield* timing(check);
      }
    },
  },
  {
    code: 'SM206',
    name: 'health-tight',
    severity: 'note',
    summary: 'a health check with a second or less to answer',
    on: 'every engine: a loaded machine, or a virtual machine that sleeps, answers later, and the service flaps to unhealthy',
    cure: 'timeout: 5s',
    *check(file) {
      for (const { spot } of file.services) {
        const found = child(spot, 'healthcheck', 'timeout');
        const time = found && seconds(found.text);
        if (found && time !== undefined && time > 0 && time <= 1) {
          yield { spot: found, message: `timeout ${found.text}` };
        }
      }
    },
  },
];

function* timing(check: Spot): Iterable<Hit> {
  for (const key of ['interval', 'timeout', 'start_period', 'start_interval']) {
    const found = child(check, key);
    if (!found || hasVariable(found.text)) continue;
    const time = seconds(found.text);
    const message = `${key}: ${found.text}`;
    if (time === undefined) yield { spot: found, message: `${message} is no duration`, ...noDuration };
    else if (time > 0 && time < 0.001) yield { spot: found, message, on: 'Docker refuses less than 1ms' };
    else if (time === 0 && key === 'timeout')
      yield {
        spot: found,
        message,
        on: 'podman-compose: Podman refuses a timeout of nothing; Docker takes 30s instead',
      };
  }
  const retries = child(check, 'retries');
  if (!retries || hasVariable(retries.text)) return;
  if (!/^\d+$/.test(retries.text))
    yield { spot: retries, message: `retries: ${retries.text} is no number of tries` };
  else if (Number(retries.text) === 0)
    yield {
      spot: retries,
      message: 'retries: 0',
      on: 'podman-compose: Podman refuses no try at all; Docker takes 3 instead',
    };
}

const noDuration = {
  on: 'docker compose refuses the file, or the engine the service; Podman refuses it',
  cure: 'a number with a unit: 500ms, 5s, 1m30s',
};

function* tests(file: ComposeFile): Iterable<{ test: HealthTest }> {
  for (const service of file.services) {
    const test = healthTest(service);
    if (test) yield { test };
  }
}

function hasOperator(test: HealthTest): boolean {
  return operatorOf(test) !== undefined;
}

function operatorOf({ words }: HealthTest): string | undefined {
  const isShell = /^(\/usr)?(\/bin\/)?(ba|da|a|k|z)?sh$/.test(words[0]?.text ?? '');
  return isShell ? undefined : words.find(({ text }) => operators.has(text))?.text;
}

/** CMD-SHELL → CMD. */
function wordFix(test: HealthTest): { fix?: readonly Edit[] } {
  const first = test.spot.items[0];
  return first
    ? { fix: [{ start: first.valueStart, end: first.valueEnd, text: first.isPlain ? 'CMD' : '"CMD"' }] }
    : {};
}

/** The whole list becomes one string for a shell, where no word needs quotes of its own. */
function joinFix(test: HealthTest): { fix?: readonly Edit[] } {
  const isSafe = test.words.every(({ text }) => operators.has(text) || /^[\w@%+=:,./$-]+$/.test(text));
  const last = test.words.at(-1);
  const first = test.spot.items[0];
  if (!isSafe || !last || !first) return {};
  const line = JSON.stringify(commandLine(test));
  if (!test.spot.isFlow) {
    const second = test.words[0];
    return second
      ? {
          fix: [
            { start: first.valueStart, end: first.valueEnd, text: 'CMD-SHELL' },
            { start: second.valueStart, end: last.valueEnd, text: line },
          ],
        }
      : {};
  }
  return { fix: [{ start: first.valueStart, end: last.valueEnd, text: `"CMD-SHELL", ${line}` }] };
}

function insertWord(list: Spot, first: Spot, word: string, file: ComposeFile): Edit {
  const at = first.valueStart;
  if (list.isFlow) return { start: at, end: at, text: first.isPlain ? `${word}, ` : `"${word}", ` };
  const dash = file.text.lastIndexOf('-', at);
  const indent = file.text.slice(file.text.lastIndexOf('\n', dash) + 1, dash);
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  return { start: dash, end: dash, text: `- ${word}${newline}${indent}` };
}
