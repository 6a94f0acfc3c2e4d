import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { renderTestJson } from '../../../src/report/test-json.ts';
import type { TestReport } from '../../../src/report/test-report.ts';
import { hostile, hostileTexts } from '../../golden/hostile-report.ts';
import { failed, good, repeated } from '../../golden/test-reports.ts';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(readFileSync('docs/test-report.schema.json', 'utf8')) as Schema;
const validate: ValidateFunction = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** Every field, also those that may be missing: the compiler sees to it. */
type Whole<T> = T extends readonly (infer Item)[]
  ? readonly Whole<Item>[]
  : T extends object
    ? { [Field in keyof T]-?: Whole<NonNullable<T[Field]>> }
    : T;

const whole: Whole<TestReport> = {
  app: 'cryostat',
  storage: 'garage',
  engine: 'docker 29.1.0',
  command: './smoke test',
  startedAt: '2026-11-29T20:15:04Z',
  elapsedMs: 1.5,
  verdict: 'failed',
  runs: [
    {
      project: 'smoke-test-1',
      startedAt: '2026-11-29T20:15:04.120Z',
      elapsedMs: 1,
      verdict: 'failed',
      checks: [{ group: 'start', name: 'a', service: 's', state: 'failed', detail: 'd', elapsedMs: 1 }],
      timeline: {
        totalMs: 1,
        services: [{ service: 's', createdMs: 0, startedMs: 0, readyMs: 1, waitsFor: ['b'] }],
        critical: [{ service: 's', phase: 'ready', fromMs: 0, toMs: 1 }],
      },
      failures: [{ subject: 's', code: 'c', check: 'a', cause: 'c', evidence: ['e'], next: 'n' }],
      kept: true,
    },
  ],
};

function problems(report: object): unknown[] {
  validate(JSON.parse(renderTestJson(report as TestReport)));
  return validate.errors ?? [];
}

function resolve(part: Schema): Schema {
  return part.$ref === undefined ? part : (schema.$defs?.[part.$ref.replace('#/$defs/', '')] ?? {});
}

/** Paths of the fields of a value, and of those that a schema describes in words. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${path}.${name}`,
    ...fieldsOf(inner, `${path}.${name}`),
  ]);
}

function describedIn(part: Schema, path = ''): string[] {
  const { properties = {}, items } = resolve(part);
  const own = Object.entries(properties).flatMap(([name, inner]) => [
    ...(inner.description ? [`${path}.${name}`] : []),
    ...describedIn(inner, `${path}.${name}`),
  ]);
  return [...own, ...(items === undefined ? [] : describedIn(items, `${path}[]`))];
}

function objectsIn(part: Schema): Schema[] {
  const inner = [...Object.values(part.properties ?? {}), ...Object.values(part.$defs ?? {})];
  return [...(part.type === 'object' ? [part] : []), ...inner.flatMap(objectsIn)];
}

describe('the JSON of a test', () => {
  it.each<readonly [string, object]>([
    ['good', good],
    ['failed', failed],
    ['repeated', repeated],
    ['whole', whole],
    ['empty', { ...good, runs: [] }],
    ...hostileTexts.map((text) => [`with ${JSON.stringify(text.slice(0, 20))}`, hostile(text, 2)] as const),
  ])('that is %s follows its schema', (_, report) => {
    expect(problems(report)).toEqual([]);
  });

  it.each<[string, object]>([
    ['a field that nobody knows', { ...good, colour: 'red' }],
    ['a verdict that is none', { ...good, verdict: 'perhaps' }],
    ['a missing field', { ...good, command: undefined }],
    ['a time without a zone', { ...good, startedAt: '2026-11-29 20:15' }],
    [
      'a group of its own',
      { ...good, runs: [{ ...whole.runs[0], checks: [{ ...whole.runs[0]?.checks[0], group: 'x' }] }] },
    ],
  ])('would not follow it with %s', (_, report) => {
    expect(problems(report)).toHaveLength(1);
  });

  it('is one object with its version first, and says what it was given', () => {
    expect(renderTestJson(good)).toMatch(/^\{\n {2}"version": 1,\n {2}"test": \{/);
    expect(JSON.parse(renderTestJson(repeated))).toEqual({ version: 1, test: repeated });
  });
});

describe('the schema', () => {
  it('describes every field in words, and no other', () => {
    const fields = fieldsOf({ version: 1, test: whole });
    expect(new Set(describedIn(schema))).toEqual(new Set(fields));
  });

  it('lets no object have further fields', () => {
    const objects = objectsIn(schema);
    expect(objects.length).toBeGreaterThan(7);
    expect(objects.filter(({ additionalProperties }) => additionalProperties !== false)).toEqual([]);
  });
});
