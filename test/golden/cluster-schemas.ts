// The schemas of the chart and the operator, made strict: a field that they do not know is an error.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const folder = join(process.cwd(), '..', 'shared', 'data');
const chartSchema = join(folder, 'cryostat-chart-v2.2.0-values.schema.json');
const resourceSchema = join(folder, 'cryostat-operator-v4.2.0-crd.yaml');

/** Whether they are there; told once where they are not. */
export const missing = !existsSync(chartSchema) || !existsSync(resourceSchema);
if (missing) process.stderr.write(`skipped: the schemas of chart and operator are not at ${folder}\n`);

/** What is wrong with a document; nothing where it is right. */
export type Validate = (document: unknown) => unknown[];

/** For values of the chart. */
export function valuesValidator(): Validate {
  return validator(JSON.parse(readFileSync(chartSchema, 'utf8')) as Schema);
}

/** For Cryostat resources. */
export function resourceValidator(): Validate {
  const definition = parse(readFileSync(resourceSchema, 'utf8')) as Definition;
  const version = definition.spec.versions.find(({ name }) => name === 'v1beta2');
  const { openAPIV3Schema: schema } = version?.schema ?? { openAPIV3Schema: {} };
  // What every object of Kubernetes has; the name as it is checked there.
  const name = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };
  const metadata = { type: 'object', properties: { name }, required: ['name'] };
  const { spec } = schema.properties ?? {};
  return validator({
    ...schema,
    properties: { ...schema.properties, metadata, ...(spec && { spec: used(spec) }) },
  });
}

interface Definition {
  readonly spec: {
    readonly versions: readonly { readonly name: string; readonly schema: { openAPIV3Schema: Schema } }[];
  };
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
  readonly [key: string]: unknown;
}

function validator(schema: Schema): Validate {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(strict(schema));
  return (document) => (validate(document) ? [] : (validate.errors ?? []));
}

/** Without what smoke never writes, such as whole pod templates: that takes most of the time. */
function used(spec: Schema): Schema {
  const {
    schedulingOptions: _,
    securityOptions: __,
    reportOptions: ___,
    ...properties
  } = spec.properties ?? {};
  return { ...spec, properties };
}

/** The schema without unknown fields, except where it asks for them. */
function strict(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  if (properties === undefined) return items === undefined ? schema : { ...schema, items: strict(items) };
  const isOpen =
    additionalProperties !== undefined || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, strict(one)])),
    ...(!isOpen && { additionalProperties: false }),
  };
}
