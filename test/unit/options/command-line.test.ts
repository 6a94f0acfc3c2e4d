import { describe, expect, it } from 'vitest';
import { separateFlags } from '../../../src/options/command-line.ts';

const verbs = ['up', 'down', 'volumes'];
const letters = [...'hspkcvVOrtAGXbnof'];

describe('the words of a command line', () => {
  it.each<[string, string, string]>([
    ['bundled flags come apart', '-Gp', '-G -p'],
    ['three of them, too', '-Gpk', '-G -p -k'],
    ['-t in a bundle takes no letter for its value', '-tr', '-t -r'],
    ['repeated flags stay repeated', '-vvv', '-v -v -v'],
    ['a value may be attached', '-sgarage', '-sgarage'],
    ['a value may be attached at the end of a bundle', '-psgarage', '-p -sgarage'],
    ['a value may follow a bundle', '-ps garage', '-p -s garage'],
    ['a value with other characters stays whole', '-s./mine.yml', '-s./mine.yml'],
    ['a name after -tr is the value of -t', '-tr quarkus-native up', '-r -t quarkus-native up'],
    ['a name after -rt is the value of -t', '-rt quarkus-native', '-r -t quarkus-native'],
    ['a number after -tr is the value of -r', '-tr 2', '-t -r 2'],
    ['a number after -rGt is the value of -r', '-rGt 2', '-G -t -r 2'],
    ['a flag after -rt is the value of none', '-rt -p', '-r -t -p'],
    ['letters that are no flags are the value of -t', '-tall', '-tall'],
    ['also behind other flags', '-Gtall', '-G -tall'],
    ['-r takes letters that are no flags, and refuses them later', '-rmany', '-rmany'],
    ['a verb is not the value of -t', '-t up', '--samples=all up'],
    ['a verb is not the value of -r', '-r up', '--reports=1 up'],
    ['a verb is not the value of a bundled -r', '-tr up', '-t --reports=1 up'],
    ['a verb is not the value of --samples', '--samples down', '--samples=all down'],
    ['a verb is not the value of --reports', '--reports volumes list', '--reports=1 volumes list'],
    ['another word is the value of -t', '-t quarkus-native up', '-t quarkus-native up'],
    ['a number is the value of -r', '-r 2 up', '-r 2 up'],
    ['a number may be attached', '-r2 up', '-r2 up'],
    ['a verb after another flag stays', '-p up', '-p up'],
    ['a storage may be called like a verb', '-s up', '-s up'],
    ['long flags stay', '--storage garage --no-proxy', '--storage garage --no-proxy'],
    ['a single dash stays', 'volumes import a -', 'volumes import a -'],
    ['nothing after -- is touched', '-Gp -- -Gp -t up', '-G -p -- -Gp -t up'],
    ['-t at the end stays', 'up -t', 'up -t'],
  ])('%s', (_, given, expected) => {
    expect(separateFlags(given.split(' '), verbs, letters).join(' ')).toBe(expected);
  });

  it('may be none', () => {
    expect(separateFlags([], verbs, letters)).toEqual([]);
  });
});
