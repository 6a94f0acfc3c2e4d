// A small program with every kind of flag and word, and its scripts.

import { Command } from 'commander';
import { bashScript } from '../../../src/completion/bash.ts';
import { fishScript } from '../../../src/completion/fish.ts';
import { type KnownNames, readVerbs } from '../../../src/completion/words.ts';
import { zshScript } from '../../../src/completion/zsh.ts';

const known: KnownNames = {
  storage: { kind: 'names', names: ['ext', 'garage', 'minio'], orFile: true },
  samples: { kind: 'list', names: ['all', 'quarkus-native', 'quarkus-petclinic', 'wildfly'] },
  kind: { kind: 'names', names: ['apps', 'storages'] },
};

function program(): Command {
  const smoke = new Command('smoke')
    .option('-s, --storage <name>', `it's [one] of: "ext", $HOME, \`garage\``)
    .option('-t, --samples [names]', 'samples')
    .option('-r, --reports [n]', 'reports')
    .option('-G, --no-grafana', 'without')
    .option('-o, --output <file>', 'file')
    .option('--content <folder>', 'folder');
  smoke.command('up').description('start: now').option('--watch', 'stay');
  const volumes = smoke.command('volumes').description('content');
  volumes.command('list').description('volumes');
  volumes.command('import [volume] [archive]').description('fill').option('--replace', 'equal');
  smoke.command('list [kind]').description('what there is');
  smoke.command('lint <file...>').description('check');
  return smoke;
}

/** The script of each shell. */
export const scripts = {
  bash: () => bashScript(readVerbs(program(), known)),
  zsh: () => zshScript(readVerbs(program(), known)),
  fish: () => fishScript(readVerbs(program(), known)),
};

/** What is typed before TAB → what is offered, sorted, in every shell. */
export const cases: readonly (readonly [string, readonly string[]])[] = [
  ['smoke u', ['up']],
  ['./smoke l', ['lint', 'list']],
  ['smoke volumes ', ['import', 'list']],
  ['smoke -s ', ['ext', 'garage', 'minio']],
  ['smoke --storage=g', ['--storage=garage']],
  ['smoke -Gs g', ['garage']],
  ['smoke -t q', ['quarkus-native', 'quarkus-petclinic']],
  ['smoke -t wildfly,q', ['wildfly,quarkus-native', 'wildfly,quarkus-petclinic']],
  ['smoke -t up --w', ['--watch']],
  ['smoke -r 2 u', ['up']],
  ['smoke -s garage list st', ['storages']],
  ['smoke up --wa', ['--watch']],
  ['smoke volumes import --re', ['--replace', '--reports']],
  ['smoke lint one.yml two', ['two.yml']],
  ['smoke -o tw', ['two.yml']],
  ['smoke --content sub', ['subfolder/']],
  ['smoke help u', ['up']],
];
