import { describe, expect, it } from 'vitest';
import { shell } from './shell.ts';

describe('smoke completion', () => {
  it.each(['bash', 'zsh', 'fish'])(
    'prints a script for %s that knows verbs, flags and names',
    async (name) => {
      const { exitCode, stdout, stderr } = await shell().smoke(`completion ${name}`);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      for (const word of [
        'volumes',
        'import',
        'completion',
        'help',
        'show-password',
        'identity-from',
        'garage',
        'podman',
      ])
        expect(stdout).toContain(word);
      // Flags without a place in the help stay unsaid.
      expect(stdout).not.toMatch(/--tls\b|-l tls\b/);
    },
  );

  it('is asked for no shell: says how to have it in each', async () => {
    const { exitCode, stdout, stderr } = await shell({ SHELL: '/bin/bash' }).smoke('completion');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('source <(smoke completion bash)');
    expect(stderr).toContain('smoke completion fish | source');
  });

  it('is asked for another shell: says which there are', async () => {
    expect(await shell().smoke('completion zhs')).toMatchObject({
      exitCode: 2,
      stderr: 'smoke: completion: got "zhs", expected one of bash, zsh, fish\n  Did you mean zsh?\n',
    });
  });
});
