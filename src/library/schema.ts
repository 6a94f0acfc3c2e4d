// The JSON schema of x-smoke, and the check of a fragment against it.

import { Ajv, type ErrorObject } from 'ajv';
import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { FragmentNotes } from '../stack/fragment.ts';
import type { Value } from '../stack/manifest.ts';
import { isPattern, map, record } from './json-schema.ts';
import type { Parsed } from './parse.ts';
import { probe, stackTest, status } from './probe-schema.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'array', items: text } as const;
const owner = { type: 'string', pattern: '^\\d+:\\d+$' } as const;
const mode = { type: 'string', pattern: '^0[0-7]{3,4}$' } as const;
const port = { type: 'integer', minimum: 1, maximum: 65535 } as const;

// Not what every object has: a look-up of `constructor` would find a function where there is no such variable.
const inherited = Object.getOwnPropertyNames(Object.prototype).join('|');
const variable = `^(?!(${inherited})$)[A-Za-z_][A-Za-z0-9_]*$`;

const parameter = record(
  {
    help: text,
    default: text,
    required: flag,
    optional: flag,
    at: { enum: ['start'] },
    secret: flag,
    allowed: texts,
    form: { enum: ['endpoint', 'word', 'user', 'count', 'flag', 'image', 'buckets'] },
    whenStorageLacks: map(text),
    // Of an image that gets no new releases any more; `smoke images` shows it.
    state: record({ is: { enum: ['frozen', 'archived'] }, why: text }, ['is', 'why']),
  },
  ['help'],
);

const s3 = record(
  {
    service: text,
    provisioner: text,
    endpoint: text,
    hostEndpoint: text,
    region: text,
    pathStyle: { type: ['boolean', 'string'] },
    accessKeyId: text,
    secretAccessKey: text,
    sessionToken: text,
    lacks: texts,
    checksums: text,
    recognised: flag,
    presigned: flag,
    ephemeral: flag,
    attemptCreate: flag,
    metrics: record({ address: text, path: text }, ['address']),
  },
  ['endpoint', 'region', 'pathStyle', 'accessKeyId', 'secretAccessKey'],
);

const schema = record(
  {
    kind: { enum: ['app', 'variant', 'storage', 'sample', 'tool'] },
    summary: text,
    version: text,
    aid: flag,
    parameters: map(parameter, variable),
    values: map({ type: ['string', 'null'] }, variable),
    secrets: map(
      {
        anyOf: [
          record({ pattern: text, variable: text }, ['pattern']),
          record({ bcrypt: text }, ['bcrypt']),
          record({ ed25519: { const: true } }, ['ed25519']),
        ],
      },
      variable,
    ),
    certificates: map(
      record({ hosts: { ...texts, minItems: 1 }, keystore: text }, ['hosts']),
      `^(?!(${inherited})$)[a-z][a-z0-9-]*$`,
    ),
    provides: record({ s3 }),
    needs: map({ type: 'array', items: { enum: ['storage', 'discovery'] } }),
    buckets: map(record({ base: text, since: text, scratch: flag }, ['base']), variable),
    // <volume>/<path>: relative, and never out of the volume.
    files: map(
      record({ content: { type: ['string', 'object'] }, base64: text, owner, mode }),
      '^(?!.*/\\.\\.?(/|$))[a-z0-9][a-z0-9_.-]*/[^/\\n][^\\n]*$',
    ),
    security: map(
      record({
        user: { type: 'string', pattern: '^(image|[1-9]\\d*:\\d+)$' },
        restricted: { const: false },
        why: text,
      }),
    ),
    cluster: map(
      record({ without: map(text, variable), ports: { type: 'array', items: port }, losses: texts }),
    ),
    kernel: map(
      map(
        record({ least: { type: 'integer', minimum: 1 }, why: text, required: flag }, ['least', 'why']),
        '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)+$',
      ),
    ),
    volumes: map(
      record(
        {
          role: { enum: ['data', 'config', 'scratch'] },
          access: { enum: ['single', 'shared'] },
          size: text,
          storageClass: text,
          owner,
          mode,
          content: flag,
        },
        ['role'],
      ),
      '^[a-zA-Z0-9][a-zA-Z0-9_.-]*$',
    ),
    variants: map(
      map({ type: 'array', items: { type: 'string', pattern: '^(?!/)(?!.*\\.\\.).*\\.ya?ml$' } }),
    ),
    login: record({ user: text, password: text }, ['user', 'password']),
    logins: {
      type: 'array',
      items: record({ name: text, user: text, password: text }, ['name', 'user', 'password']),
    },
    urls: {
      type: 'array',
      items: record({ name: text, url: text, service: text, status, login: flag }, [
        'name',
        'url',
        'service',
      ]),
    },
    probes: { type: 'array', items: probe },
    tests: { type: 'array', items: stackTest },
    notices: texts,
  },
  ['kind', 'summary'],
);

const validate = new Ajv({
  allErrors: false,
  allowUnionTypes: true,
  verbose: true,
  formats: { regex: isPattern },
}).compile(schema);

/** Checks a fragment's x-smoke block and the outline of the rest; the error names file, line and path. */
export function checkFragment(parsed: Parsed, file: string): void {
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(file, 1, '', 'expected a Compose file: a map with services and x-smoke');
  }
  const fragment = value as Record<string, Value>;
  if (fragment['x-smoke'] === undefined) {
    throw invalid(
      file,
      1,
      'x-smoke',
      'is missing',
      'A fragment is a Compose file with an x-smoke block: at least kind and summary.',
    );
  }
  if (!validate(fragment['x-smoke'])) {
    const [error] = validate.errors ?? [];
    if (error) throw schemaError(error, parsed, file, ['x-smoke']);
  }
  const notes = fragment['x-smoke'] as unknown as FragmentNotes;
  if (notes.kind === 'storage' && !notes.provides?.s3) {
    const hint =
      'Say how applications reach the storage: endpoint, region, pathStyle, accessKeyId, secretAccessKey.';
    throw invalid(file, parsed.lines['x-smoke'], 'x-smoke.provides.s3', 'is missing', hint);
  }
  const services = fragment['services'];
  if (
    services !== undefined &&
    (typeof services !== 'object' || services === null || Array.isArray(services))
  ) {
    throw invalid(file, parsed.lines['services'], 'services', 'expected a map of services');
  }
}

/** What the schema found, with file, line and path; `root` is the path of what was checked. */
export function schemaError(
  error: ErrorObject,
  parsed: Parsed,
  file: string,
  root: readonly string[],
): SmokeError {
  const steps = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const extra: unknown = error.params['additionalProperty'] ?? error.propertyName;
  const path = [...root, ...steps, ...(typeof extra === 'string' ? [extra] : [])].join('.');
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  const near = typeof extra === 'string' ? nearest(extra, known) : undefined;
  const line =
    parsed.lines[path] ?? parsed.lines[[...root, ...steps].join('.')] ?? parsed.lines[root.join('.')];
  return invalid(file, line, path, describe(error, known), near && `Did you mean ${near}?`);
}

function describe(error: ErrorObject, known: readonly string[]): string {
  if (error.keyword === 'additionalProperties') return `is not known, expected one of ${known.join(', ')}`;
  if (error.keyword === 'enum')
    return `got ${JSON.stringify(error.data)}, expected one of ${(error.params['allowedValues'] as string[]).join(', ')}`;
  if (error.keyword === 'type')
    return `got ${JSON.stringify(error.data)}, expected ${String(error.params['type'])}`;
  if (error.keyword === 'pattern')
    return `got ${JSON.stringify(error.data)}, expected the form ${String(error.params['pattern'])}`;
  return error.message ?? 'is not valid';
}

/** An error with file, line and path. */
export function invalid(
  file: string,
  line: number | undefined,
  path: string,
  problem: string,
  hint?: string,
): SmokeError {
  return new SmokeError(
    'FRAGMENT',
    `${file}:${line ?? 1}: ${path ? `${path}: ` : ''}${problem}`,
    hint ? { hint } : {},
  );
}
