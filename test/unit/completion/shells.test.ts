import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { cases, scripts } from './program.ts';

const shells = {
  bash: { ask: ['bash', '--norc', 'ask-bash.sh'], check: ['bash', '-n'] },
  zsh: { ask: ['zsh', '-f', 'ask-zsh.zsh'], check: ['zsh', '-n'] },
  fish: { ask: ['fish', '--no-config', 'ask-fish.fish'], check: ['fish', '-n'] },
} as const;

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  const isThere = spawnSync(shell, ['--version']).error === undefined;
  if (!isThere) console.log(`completion in ${shell}: skipped, there is no ${shell} on this machine`);

  describe.runIf(isThere)(`the script for ${shell}`, () => {
    const place = () =>
      temporaryFolder({ 'one.yml': '', 'two.yml': '', 'subfolder/x': '', script: scripts[shell]() });

    it('has no error of syntax', () => {
      const [command, flag] = shells[shell].check;
      expect(spawnSync(command, [flag, 'script'], { cwd: place() }).stderr.toString()).toBe('');
    });

    it('offers what may follow at each place', { timeout: 30_000 }, () => {
      const folder = place();
      const [command, ...rest] = shells[shell].ask;
      const file = join(import.meta.dirname, rest.pop() ?? '');
      const args = [...rest, file, './script', ...cases.map(([line]) => line)];
      const env = { PATH: process.env['PATH'], HOME: folder };
      const output = execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: 25_000 });
      const answers = output
        .split(/^\.\r?\n/m)
        .slice(0, -1)
        .map((answer) => [...new Set(answer.split(/\r?\n/).filter(Boolean))].sort());
      const got = cases.map(([line], index) => [line, answers[index]?.map((offer) => asShown(line, offer))]);
      expect(got).toEqual(cases.map(([line, expected]) => [line, [...expected].sort()]));
    });
  });
}

/** Shells differ in whether they offer `--flag=value` or the value alone, and in the slash after a folder. */
function asShown(line: string, offer: string): string {
  const [, flag = ''] = /(--[a-z]+=)\S*$/.exec(line) ?? [];
  const whole = offer.startsWith('-') ? offer : `${flag}${offer}`;
  return whole === 'subfolder' ? 'subfolder/' : whole;
}
