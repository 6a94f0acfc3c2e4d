// The storage and the login of a stack as values of the Helm chart of Cryostat. Pure.

import type { Scalar } from 'yaml';
import { SmokeError } from '../error.ts';
import { lossesOf } from '../share/losses.ts';
import { helmVariables, type SettingRow, settingRows } from '../share/table.ts';
import { isSafeBare } from './bare-text.ts';
import type { Rendered, SharedStorage } from './cluster.ts';
import { loginFile, secretNames, secretsFirst } from './cluster-secrets.ts';
import { comment, lossLines, put, type Tree } from './cluster-values.ts';
import { quoted, writeYaml } from './yaml.ts';

/** The chart that the values are for. */
export const chart = { name: 'cryostat', repository: 'https://cryostat.io/helm-charts', version: '2.2.0' };

/** The values, every field explicit: what the chart would choose by itself is not what a stack has. */
export function renderHelm(shared: SharedStorage): Rendered {
  const { side, htpasswd } = shared;
  const losses = lossesOf(side, 'helm', htpasswd !== undefined);
  return { text: writeYaml(helmValues(shared), comment(head(shared, losses))), losses };
}

function helmValues({ name, side, htpasswd }: SharedStorage): Tree {
  const { settings, said, authorities } = side;
  const secrets = secretNames(name);
  const values: Tree = {};
  const variables: { name: string; value: Scalar<string> }[] = [];
  put(values, 'storage.storageSecretName', secrets.storage);
  for (const row of settingRows) {
    const value = settings[row.name];
    if (value === undefined) continue;
    if (row.helm !== undefined) put(values, row.helm, helmValue(row, value));
    else if (said.includes(row.name)) variables.push({ name: row.variable, value: quoted(value) });
  }
  // What clients trust is among the variables: this would be about one of the two only.
  put(values, 'storage.provider.tls.trustAll', false);
  put(values, 'core.config.tlsTruststore.secretNames', authorities.length > 0 ? [secrets.authorities] : []);
  put(values, helmVariables, variables);
  put(values, 'authentication.basicAuth', {
    enabled: htpasswd !== undefined,
    secretName: htpasswd === undefined ? '' : secrets.login,
    filename: htpasswd === undefined ? '' : loginFile,
  });
  return values;
}

function helmValue(
  { name, kind, parameter, title, variable }: SettingRow,
  value: string,
): Scalar<string> | boolean {
  if (kind === 'flag') return value === 'true';
  // An address is text to every reader.
  if (name === 'endpoint' || isSafeBare(value)) return quoted(value);
  throw new SmokeError(
    'USAGE',
    `${parameter ?? variable}: got "${value}" as ${title}, which the Helm chart hands on without quotes: a cluster reads no text there, and refuses it or takes another name`,
    {
      hint: 'Choose a name that is neither a number nor a word such as true, null or yes; --format operator takes any.',
    },
  );
}

function head(shared: SharedStorage, losses: readonly string[]): string[] {
  const { name, command } = shared;
  const where = `${chart.name} --repo ${chart.repository} --version ${chart.version}`;
  return [
    `The storage of ${name} for chart ${chart.name} ${chart.version}, made by smoke. The same again:`,
    `  ${command}`,
    ...secretsFirst(shared),
    `  helm install ${name} ${where} -f FILE`,
    ...lossLines(losses),
  ];
}
