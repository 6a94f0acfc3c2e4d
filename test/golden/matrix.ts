// Every storage with every mode of proxy, Grafana, reports, tools and engine; every sample alone, and all of them.

import { readdirSync } from 'node:fs';
import { secret } from './printed.ts';
import { provider, type Scenario } from './scenarios.ts';

const names = (folder: string): string[] =>
  readdirSync(`compose/${folder}`)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => file.replace('.yml', ''));

/** Every choice of one of each list, as words. */
const combinations = (...choices: readonly (readonly string[])[]): string[] =>
  choices.reduce<string[]>((all, own) => all.flatMap((words) => own.map((word) => `${words} ${word}`)), ['']);

const tidy = (words: string): string => words.trim().replace(/ +/g, ' ');
const storages = names('storage').map((name) => `-s ${name}`);
const proxies = ['', '-k', '-p'];
/** The engine matters to a manifest only where Cryostat gets its socket. */
const engines = ['-c docker', '--discovery -c podman'];
/** Every stack without samples, as words. */
export const stacks = combinations(storages, proxies, ['', '-G'], ['', '-r 2'], ['', '-X'], engines).map(
  tidy,
);
/** Every sample alone and all of them, in each mode that matters to samples. */
export const samples = combinations(
  [...names('samples'), 'all'].map((name) => `-t ${name}`),
  ['', '-k', '-p', '-A', '-c podman'],
).map(tidy);

/** The words with the variables that their storage needs, and a password that the user chose. */
export const scenarioOf = (words: string): Scenario => ({
  words,
  env: {
    CRYOSTAT_PASS: secret.CRYOSTAT_PASS,
    ...(words.includes('-s ext') && { ...provider, AWS_SESSION_TOKEN: secret.AWS_SESSION_TOKEN }),
  },
});
