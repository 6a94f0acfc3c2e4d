// The JSON schema of probes, and of the tests that `smoke test` makes beyond them. Pure.

import { map, record } from './json-schema.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'array', items: text } as const;
const port = { type: 'integer', minimum: 1, maximum: 65535 } as const;
/** A port of the host may have its name, which tells where it was moved. */
const publishedPort = { ...port, type: ['integer', 'string'], pattern: '^\\$\\{PORT_\\d+\\}$' } as const;
const seconds = { type: 'integer', minimum: 1, maximum: 600 } as const;

/** A status of HTTP. */
export const status = { type: 'integer', minimum: 100, maximum: 599 } as const;

/** A probe. */
export const probe = record(
  {
    name: text,
    kind: { enum: ['http', 'tcp', 'tls', 'exec', 's3'] },
    service: text,
    url: text,
    status,
    contains: text,
    method: text,
    login: flag,
    host: text,
    port: publishedPort,
    serverName: text,
    command: { ...texts, minItems: 1 },
  },
  ['name', 'kind'],
);

const request = record(
  {
    request: { type: 'string', pattern: '^(GET|POST|PUT|PATCH|DELETE) /' },
    form: map(text),
    upload: record({ field: text, as: text }, ['field', 'as']),
    status,
    contains: text,
    lacks: text,
    is: { enum: ['sent'] },
    take: map(record({ field: text, where: map({ type: 'string', format: 'regex' }) }, ['field'])),
    within: seconds,
  },
  ['request'],
);

const object = record(
  { object: text, bucket: text, is: { enum: ['sent', 'there', 'gone'] }, within: seconds },
  ['object', 'is'],
);

const steps = {
  type: 'array',
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  items: { if: { type: 'object', required: ['object'] }, then: object, else: request },
  minItems: 1,
} as const;

const journey = record(
  {
    kind: { const: 'journey' },
    name: text,
    service: text,
    url: text,
    bucket: text,
    values: map(text),
    steps,
    again: steps,
    cleanup: steps,
  },
  ['kind', 'name', 'service', 'url', 'bucket', 'steps', 'cleanup'],
);

/** A probe or a journey, told apart by its kind, so that a message is about the one that was meant. */
export const stackTest = {
  if: { type: 'object', properties: { kind: { const: 'journey' } }, required: ['kind'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: journey,
  else: probe,
} as const;
