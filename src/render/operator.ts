// The storage and the login of a stack as a Cryostat resource for the operator. Pure.

import { lossesOf } from '../share/losses.ts';
import { settingRows } from '../share/table.ts';
import type { Rendered, SharedStorage } from './cluster.ts';
import {
  authorityKeys,
  loginFile,
  renderSecrets,
  secretNames,
  secretsFirst,
  shownNames,
} from './cluster-secrets.ts';
import { comment, lossLines, put, type Tree } from './cluster-values.ts';
import { quoted, writeYaml } from './yaml.ts';

/** The resource, every field explicit; what it cannot say is told. */
export function renderOperator(shared: SharedStorage): Rendered {
  const losses = lossesOf(shared.side, 'operator', shared.htpasswd !== undefined);
  const text = writeYaml(cryostatResource(shared), comment(head(shared, losses)));
  return { text: shared.secrets === 'inline' ? `${text}---\n${renderSecrets(shared)}` : text, losses };
}

function cryostatResource({ name, side, htpasswd }: SharedStorage): Tree {
  const { settings, authorities } = side;
  const secrets = secretNames(name);
  const resource: Tree = {
    apiVersion: 'operator.cryostat.io/v1beta2',
    kind: 'Cryostat',
    metadata: { name },
  };
  put(resource, 'spec.objectStorageOptions.secretName', secrets.storage);
  for (const { name: setting, kind, operator } of settingRows) {
    const value = settings[setting];
    if (operator === undefined || value === undefined) continue;
    const isTrue = (value === 'true') !== (operator.inverted ?? false);
    put(resource, operator.field, kind === 'flag' ? isTrue : quoted(value));
  }
  put(resource, 'spec.objectStorageOptions.provider.tlsTrustAll', settings.syncTrust === 'trust-all');
  if (authorities.length > 0) {
    const trusted = authorityKeys(authorities).map((certificateKey) => ({
      secretName: secrets.authorities,
      certificateKey,
    }));
    put(resource, 'spec.trustedCertSecrets', trusted);
  }
  if (htpasswd !== undefined) {
    const basicAuth = { secretName: secrets.login, filename: loginFile };
    put(resource, 'spec.authorizationOptions.basicAuth', basicAuth);
  }
  return resource;
}

function head(shared: SharedStorage, losses: readonly string[]): string[] {
  const { name, command } = shared;
  const isInside = shared.secrets === 'inline';
  return [
    `The storage of ${name} as a resource of the Cryostat operator (4.2), made by smoke. The same again:`,
    `  ${command}${isInside ? ' --secrets inline' : ''}`,
    ...(isInside
      ? [`Credentials are inside (Secrets ${shownNames(shared)}): keep the file to yourself. Use it:`]
      : secretsFirst(shared)),
    '  kubectl apply -f FILE',
    ...lossLines(losses),
  ];
}
