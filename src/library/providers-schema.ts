// The JSON schema of the provider table, and the check against it.

import { Ajv } from 'ajv';
import type { SmokeError } from '../error.ts';
import type { Provider } from '../s3/provider.ts';
import { isPattern, map, record } from './json-schema.ts';
import type { Parsed } from './parse.ts';
import { invalid, schemaError } from './schema.ts';

const text = { type: 'string', minLength: 1 } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'array', items: text } as const;
const some = { ...texts, minItems: 1 } as const;
const url = { type: 'string', pattern: '^https://[a-z0-9{][a-z0-9.{}-]*$' } as const;
const name = '^[a-z][a-z0-9-]*$';

const endpoint = record(
  {
    url,
    also: { type: 'array', items: url },
    regions: { type: 'string', format: 'regex' },
    region: text,
    place: text,
    partition: text,
    build: flag,
  },
  ['url'],
);

const buckets = record(
  {
    min: { type: 'integer', minimum: 1 },
    max: { type: 'integer', maximum: 63 },
    dots: flag,
    underscores: flag,
    prefixes: texts,
    suffixes: texts,
    contains: texts,
    accountRegional: text,
    unique: text,
    strangers: flag,
  },
  ['unique'],
);

const provider = record(
  {
    title: text,
    selfHosted: flag,
    endpoints: { type: 'array', items: endpoint, minItems: 1 },
    refused: {
      type: 'array',
      items: record({ urls: { type: 'array', items: url, minItems: 1 }, is: text, instead: url }, [
        'urls',
        'is',
        'instead',
      ]),
    },
    account: record({ form: { type: 'string', format: 'regex' }, help: text }, ['form', 'help']),
    regions: some,
    aliases: texts,
    anyRegion: flag,
    styles: { type: 'array', items: { enum: ['path', 'virtual-host'] }, minItems: 1, uniqueItems: true },
    httpsOnly: flag,
    lacks: texts,
    checksums: { enum: ['supported', 'required'] },
    buckets,
    create: record({ location: text, notIn: texts }, ['location']),
    lifecycle: record({ expiration: flag, abortMultipart: flag, advice: text }, [
      'expiration',
      'abortMultipart',
      'advice',
    ]),
    notes: texts,
    fromMemory: texts,
  },
  ['title', 'regions', 'styles', 'lacks', 'checksums', 'buckets', 'create', 'lifecycle'],
);

const schema = record({ providers: map(provider, name) }, ['providers']);

const ajv = new Ajv({ allErrors: false, verbose: true });
ajv.addFormat('regex', isPattern);
const validate = ajv.compile(schema);

/** Checks the table; the error names file, line and path. */
export function checkProviders(parsed: Parsed, file: string): void {
  if (!validate(parsed.value)) {
    const [error] = validate.errors ?? [];
    if (error) throw schemaError(error, parsed, file, []);
  }
  const { providers } = parsed.value as unknown as { providers: Record<string, Provider> };
  for (const [key, entry] of Object.entries(providers)) {
    const problem = findProblem(entry);
    if (problem) throw problemAt(`providers.${key}.${problem[0]}`, problem[1], parsed, file);
  }
}

/** What the schema cannot say: parts that do not fit together, by their path. */
function findProblem(entry: Provider): readonly [string, string] | undefined {
  const { endpoints = [], refused = [] } = entry;
  if (!entry.selfHosted && endpoints.length === 0)
    return ['endpoints', 'is missing, expected addresses, or selfHosted: true'];
  if (entry.selfHosted && endpoints.length > 0)
    return ['endpoints', 'a server of your own has no known address'];
  for (const [index, { url, also = [], region, regions }] of endpoints.entries()) {
    const path = `endpoints.${index}`;
    for (const address of [url, ...also]) {
      const unknown = unknownPart(address);
      if (unknown) return [path, unknown];
      if (address.includes('{account}') && !entry.account) return [path, '{account} has no form in account'];
    }
    if (url.includes('{region}') && regions === undefined) return [path, '{region} has no form in regions'];
    if (!url.includes('{region}') && region === undefined)
      return [path, 'expected {region} in the address, or a region to sign for'];
  }
  for (const [index, { urls, instead }] of refused.entries()) {
    const unknown = [...urls, instead].map(unknownPart).find((found) => found !== undefined);
    if (unknown) return [`refused.${index}`, unknown];
  }
  return undefined;
}

function unknownPart(address: string): string | undefined {
  const known = ['region', 'account', 'number', 'id', 'bucket'];
  const part = [...address.matchAll(/\{(\w*)\}/g)].find(([, found]) => !known.includes(found ?? ''))?.[0];
  return part && `${part} is not known, expected one of ${known.map((found) => `{${found}}`).join(', ')}`;
}

function problemAt(path: string, problem: string, parsed: Parsed, file: string): SmokeError {
  const steps = path.split('.');
  const lines = steps.map((_, index) => parsed.lines[steps.slice(0, steps.length - index).join('.')]);
  return invalid(
    file,
    lines.find((line) => line !== undefined),
    path,
    problem,
  );
}
