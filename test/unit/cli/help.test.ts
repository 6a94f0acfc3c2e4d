import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const smoke = (words: string) => {
  const folder = temporaryFolder();
  return runSmoke(words.split(' ').filter(Boolean), { HOME: folder, XDG_STATE_HOME: folder });
};

describe('help', () => {
  it.each([
    ['help up', /smoke up[\s\S]*start the stack/],
    ['up --help', /smoke up[\s\S]*start the stack/],
    ['help volumes', /smoke volumes[\s\S]*import[\s\S]*export[\s\S]*pack/],
    ['down -h', /--volumes/],
    ['help share', /smoke share[\s\S]*check \[options\] \[side\] \[other\][\s\S]*standard input/],
    ['share check --help', /--no-check/],
    ['volumes import --help', /--replace/],
  ])('%s tells what the verb does and exits 0', async (words, expected) => {
    expect(await smoke(words)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(expected) });
  });

  it.each([
    ['upp', 'Did you mean up?'],
    ['statsu', 'Did you mean status?'],
    ['status extra', 'too many arguments'],
    ['down --volume', 'Did you mean --volumes?'],
    ['volumes', 'Usage: smoke volumes'],
    ['volumes exprt', 'exprt'],
    ['share', 'Usage: smoke share'],
    ['share chek', 'Did you mean check?'],
    ['-r 0', 'expected a number of report sidecars'],
    ['-t up --storag x', '--storag'],
  ])('%s is wrong use: exit 2, said on standard error', async (words, expected) => {
    expect(await smoke(words)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(expected),
    });
  });
});
