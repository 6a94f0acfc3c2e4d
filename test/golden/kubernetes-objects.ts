// Printed Kubernetes objects, and what has to hold for every stack.

import { parseAllDocuments } from 'yaml';
import { formsOf, strings } from './parts.ts';
import { secret } from './printed.ts';

/** Any part of an object; tests read the few keys that they are about. */
export interface Part {
  readonly [key: string]: Part | undefined;
}

/** An object as it was printed. */
export interface Printed {
  readonly kind: string;
  readonly name: string;
  readonly object: Part;
}

/** Reads the documents; each has to be plain data. */
export function readObjects(text: string): Printed[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const object = document.toJS() as Part;
    return { kind: String(object['kind']), name: String(object['metadata']?.['name']), object };
  });
}

/** Every value under a key, however deep. */
export function under(part: unknown, key: string): Part[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([own, value]) => [
    ...(own === key ? [value as Part] : []),
    ...under(value, key),
  ]);
}

/** Property → what breaks it; nothing where it holds. */
export const broken: Readonly<
  Record<string, (all: readonly Printed[], rest: readonly Printed[]) => readonly string[]>
> = {
  'nothing comes from the host': (all) =>
    all.filter(({ object }) => under(object, 'hostPath').length > 0).map(({ name }) => name),
  'no secret is seen outside of Secrets': (all, secrets) => {
    const hidden = secrets.flatMap(({ object }) => [
      ...Object.values(object['stringData'] ?? {}).map(String),
      ...Object.values(object['data'] ?? {}).map((value) => Buffer.from(String(value), 'base64').toString()),
    ]);
    const own = hidden.filter((text) => text.length >= 16 && !text.includes('apiVersion'));
    const shown = all.flatMap(({ object }) => strings(object as never)).join('\n');
    const given = Object.values(secret).filter((text) => !text.startsWith('https:'));
    return [...own, ...given].flatMap((text) =>
      formsOf(text).some((form) => shown.includes(form)) ? [text.slice(0, 20)] : [],
    );
  },
  'every key of a Secret or ConfigMap that is asked for is there': (all, secrets) => {
    const objects = [...all, ...secrets];
    const has = (kind: string, name: unknown, key: unknown): boolean => {
      const found = objects.find((each) => each.kind === kind && each.name === name)?.object;
      return ['stringData', 'data', 'binaryData'].some((part) => found?.[part]?.[String(key)] !== undefined);
    };
    const variables = under(all, 'secretKeyRef').filter(({ name, key }) => !has('Secret', name, key));
    const mounted = [...under(all, 'configMap'), ...under(all, 'secret')].filter((source) => {
      const kind =
        source['secretName'] === undefined && !under(all, 'secret').includes(source) ? 'ConfigMap' : 'Secret';
      const name = source['secretName'] ?? source['name'];
      const items = Object.values(source['items'] ?? {});
      return !source['optional'] && items.some((item) => !has(kind, name, item?.['key']));
    });
    return [...variables, ...mounted].map((reference) => JSON.stringify(reference));
  },
  'every claim that is mounted is there': (all) => {
    const claims = all.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ name }) => name);
    const asked = under(all, 'claimName').map(String);
    return [
      ...asked.filter((name) => !claims.includes(name)),
      ...claims.filter((name) => !asked.includes(name)),
    ];
  },
  'every mount has its volume': (all) =>
    under(all, 'template').flatMap((template) => {
      const volumes = Object.values(template['spec']?.['volumes'] ?? {}).map((volume) =>
        String(volume?.['name']),
      );
      const mounts = under(template, 'volumeMounts')
        .flatMap((list) => Object.values(list))
        .map((mount) => String(mount?.['name']));
      return [
        ...mounts.filter((name) => !volumes.includes(name)),
        ...volumes.filter((name) => !mounts.includes(name)),
      ];
    }),
  'every value of a variable is text': (all) =>
    under(all, 'env')
      .flatMap((list) => Object.values(list))
      .filter((entry) => entry?.['valueFrom'] === undefined && typeof (entry?.['value'] ?? '') !== 'string')
      .map((entry) => JSON.stringify(entry)),
  'whoever is called by http is there, on that port': (all) => {
    const services = new Map(
      all
        .filter(({ kind }) => kind === 'Service')
        .map(({ name, object }) => [name, under(object, 'port').map(String)]),
    );
    const called = under(all, 'env')
      .flatMap((list) => Object.values(list))
      .map((entry) => String(entry?.['value']));
    const addresses = called.flatMap((text) => [...text.matchAll(/https?:\/\/([a-z][a-z0-9-]*):(\d+)/g)]);
    return addresses
      .filter(([, host = '', port = '']) => host !== 'localhost' && !services.get(host)?.includes(port))
      .map(([address]) => address);
  },
  'names are such as Kubernetes takes, each once': (all) => {
    const names = all.map(({ kind, name }) => `${kind} ${name}`);
    const wrong = all
      .filter(({ name }) => !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
      .map(({ name }) => name);
    return [...wrong, ...names.filter((name, index) => names.indexOf(name) !== index)];
  },
  'selectors find the pods they are for': (all) => {
    const pods = under(all, 'template').map((template) =>
      JSON.stringify(Object.entries(template['metadata']?.['labels'] ?? {})),
    );
    return all
      .filter(({ kind }) => kind === 'Service')
      .filter(({ object }) => {
        const wanted = Object.entries(object['spec']?.['selector'] ?? {}).map((entry) =>
          JSON.stringify(entry),
        );
        return pods.filter((labels) => wanted.every((entry) => labels.includes(entry))).length !== 1;
      })
      .map(({ name }) => name);
  },
  'no container may gain rights where it is restricted': (all) =>
    under(all, 'template')
      .filter((template) => template['spec']?.['securityContext']?.['runAsNonRoot'])
      .flatMap((template) => Object.values(template['spec']?.['containers'] ?? {}))
      .filter((container) => String(container?.['securityContext']?.['allowPrivilegeEscalation']) !== 'false')
      .filter((container) => container?.['name'] !== undefined)
      .map((container) => String(container?.['name'])),
};
