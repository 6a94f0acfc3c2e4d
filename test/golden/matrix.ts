// Every storage with every mode of proxy, Grafana, reports, tools and engine; every sample alone, and all of them.
// A part of them that has each choice beside each other one is quick enough to be run with the golden files.

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
const sampleFlags = [...names('samples'), 'all'].map((name) => `-t ${name}`);
const sampleModes = ['', '-k', '-p', '-A', '-c podman'];
/** Every sample alone and all of them, in each mode that matters to samples. */
export const samples = combinations(sampleFlags, sampleModes).map(tidy);

/** Any two of these four choices meet in all four ways. */
const rows = [
  '-c docker',
  '-r 2 -X --discovery -c podman',
  '-G -X --discovery -c podman',
  '-G -r 2 --discovery -c podman',
  '-G -r 2 -X -c docker',
];
const inTurn = (list: readonly string[], index: number): string => list[index % list.length] ?? '';
/** Each storage with each proxy, each sample once; the rest takes turns. */
export const cover = [
  ...storages.flatMap((storage, index) =>
    proxies.map((proxy, at) => `${storage} ${proxy} ${inTurn(rows, index * proxies.length + at)}`),
  ),
  ...sampleFlags.map((sample, index) => `${sample} ${inTurn(sampleModes, index)}`),
].map(tidy);

/** The words with the variables that their storage needs, and a password that the user chose. */
export const scenarioOf = (words: string): Scenario => ({
  words,
  env: {
    CRYOSTAT_PASS: secret.CRYOSTAT_PASS,
    ...(words.includes('-s ext') && { ...provider, AWS_SESSION_TOKEN: secret.AWS_SESSION_TOKEN }),
  },
});
