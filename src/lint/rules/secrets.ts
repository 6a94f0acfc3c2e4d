// Secrets that anyone who reads the file knows. Pure.

import { environmentOf } from '../environment.ts';
import type { Rule } from '../finding.ts';
import type { ComposeFile } from '../project.ts';
import { type SpokenSecret, spokenSecrets } from '../spoken-secrets.ts';
import { child, type Spot, scalars } from '../spot.ts';
import { hasVariable } from '../variables.ts';

export const secretRules: readonly Rule[] = [
  {
    code: 'SM601',
    name: 'secret-in-clear',
    severity: 'warning',
    summary: 'a password, token or key in clear',
    on: 'everywhere: whoever reads the file, its history or docker inspect has it',
    cure: '${NAME:?what it is}, a file of secrets, or a random one that is made for each stack',
    *check(file) {
      for (const { name, value, spot } of secretsOf(file))
        if (!isLocalSecretOfSmoke(file, name, value) && !isWellKnown(value))
          yield { spot, message: `${name} is in clear` };
    },
  },
  {
    code: 'SM602',
    name: 'well-known-secret',
    severity: 'warning',
    summary: 'a password, token or key that everybody knows',
    on: 'everywhere: it protects nothing, and it stays when the stack is copied to where that matters',
    cure: 'a random one for each stack, or ${NAME:?what it is}',
    *check(file) {
      for (const { name, value, spot } of secretsOf(file))
        if (isWellKnown(value)) yield { spot, message: `${name} has the value of an example` };
    },
  },
  {
    code: 'SM603',
    name: 'private-key',
    severity: 'error',
    summary: 'a private key in clear',
    on: 'everywhere: whoever reads the file, its history or docker inspect has it',
    cure: 'mount it from a file or a volume, and make a new one: this one is known',
    *check(file) {
      for (const spot of scalars(file.root))
        if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(spot.text)) yield { spot, message: 'a private key' };
    },
  },
  {
    code: 'SM604',
    name: 'password-in-url',
    severity: 'warning',
    summary: 'a URL with a password in clear',
    on: 'everywhere: whoever reads the file, its history or docker inspect has it, and logs often print the URL',
    cure: 'put the password into a variable of its own, with ${NAME:?what it is}',
    *check(file) {
      for (const { spot: service } of file.services)
        for (const key of ['environment', 'command', 'entrypoint', 'healthcheck', 'labels'])
          for (const spot of scalars(child(service, key) ?? empty))
            if (hasUserInfo(spot.text) && !(file.ours && !isProviderKey(spot.text)))
              yield { spot, message: 'user and password in a URL' };
    },
  },
];

/** Settings that hold a secret by their name, with a value that can be one. */
function* secretsOf(file: ComposeFile): Iterable<SpokenSecret> {
  for (const service of file.services) {
    for (const { name, value, spot } of environmentOf(service))
      if (value !== undefined && (isProviderKey(value) || (namesSecret(name, value) && canBeSecret(value))))
        yield { name, value, spot };
    for (const spoken of spokenSecrets(service))
      if (canBeSecret(spoken.value) && !spoken.value.includes('$')) yield spoken;
  }
}

const secretName =
  /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|_PASS|^PASS|AUTHORIZATION_VALUE|(SECRET|PRIVATE|ENCRYPT|ENCRYPTION|SIGNING|API|AUTH|MASTER|LICENSE|SECRET_ACCESS)_KEY)$/;
const alsoSecret = /(PASSWORD|SECRET|TOKEN)_(KEY|VALUE|BASE)$|SECRET_ACCESS_KEY|_PASSWORD_/;
const noSecretName =
  /(_FILE|_PATH|_DIR|_NAME|_URL|_URI|_TYPE|_LENGTH|_TTL|_HEADER|_ENABLED|_REQUIRED|_PROVIDER|_POLICY|_EXPIRY|_ID)$|^(ALLOW|ENABLE|DISABLE)_|EMPTY_PASSWORD|RANDOM_.*PASSWORD/;

function namesSecret(name: string, value: string): boolean {
  if (/^(Basic|Bearer) [\w+/=.-]{8,}$/.test(value)) return true;
  const upper = name.toUpperCase().replaceAll(/[-.]/g, '_');
  if (noSecretName.test(upper)) return false;
  return secretName.test(upper) || alsoSecret.test(upper) || (/_KEY$/.test(upper) && looksRandom(value));
}

function canBeSecret(value: string): boolean {
  if (value === '' || hasVariable(value)) return false;
  if (/^(\.{0,2}|~)?\/[\w./-]+$/.test(value) && /\/\w*[a-z]{3}/.test(value)) return false;
  return !/^(true|false|yes|no|none|null|unused|optional|required|enabled|disabled|basic|file|env|\d{1,4})$/i.test(
    value,
  );
}

function looksRandom(value: string): boolean {
  return value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/[\s/:.]/.test(value);
}

const wellKnown =
  /^(password\d*|passwd|pass|secret|secret_?key|access_?key|admin\d*|administrator|root|toor|test|testing|guest|user|user:pass(word)?|admin:admin|changeme|change_?this|replaceme|example|default|postgres|mysql|redis|rabbitmq|minio|minioadmin|minioroot|minio123|minio_password|accesskey1|verysecretkey1|s3cr3t|letmein|qwerty|12345\d*|__24_byte_cookie_secret_|your[-_ ].*|xxx+|todo|fixme|grafana|keycloak|elastic|unused1)$/i;

function isWellKnown(value: string): boolean {
  return wellKnown.test(value);
}

/** Keys that providers hand out, by their form. */
function isProviderKey(value: string): boolean {
  return /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}|\bxox[bp]-/.test(value);
}

/**
 * The one exception: the manifest of a stack of smoke's own may hold its random secrets, and its head says so.
 * Credentials of a provider are none of them: a secret access key counts only when the stack's own storage has it.
 */
function isLocalSecretOfSmoke(file: ComposeFile, name: string, value: string): boolean {
  if (!file.ours || isProviderKey(value)) return false;
  if (!/(^|_)(AWS_)?SECRET_ACCESS_KEY$|^AWS_SESSION_TOKEN$/.test(name)) return true;
  return value === child(file.ours, 's3', 'secretAccessKey')?.text;
}

function hasUserInfo(text: string): boolean {
  return /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@$]*:(?!\$)[^\s/@$]+@/i.test(text);
}

const empty: Spot = {
  kind: 'scalar',
  path: '',
  start: 0,
  valueStart: 0,
  valueEnd: 0,
  entries: new Map(),
  items: [],
  text: '',
  isPlain: true,
  isNull: true,
  isFlow: false,
};
