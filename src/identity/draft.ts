// An identity for trying a stack on paper: right in form, and never kept.

import type { Identity, IdentityNeeds } from '../stack/identity.ts';
import { createNodeKey } from './node-key.ts';
import { randomText } from './pattern.ts';
import { newRecord } from './record.ts';

/** Has everything that is needed; certificates and hashes are empty, for making them takes time. */
export function draftIdentity(needs: IdentityNeeds): Identity {
  const each = <Item>(names: object, make: (name: string) => Item): Record<string, Item> =>
    Object.fromEntries(Object.keys(names).map((name) => [name, make(name)]));
  return {
    instanceId: newRecord('').instanceId,
    secrets: {
      ...each(needs.secrets, (name) => randomText(needs.secrets[name] ?? '')),
      ...each(needs.hashes, () => ''),
      ...Object.fromEntries((needs.keys ?? []).map((name) => [name, createNodeKey()])),
    },
    ca: '',
    certificates: each(needs.certificates, () => ({ certificate: '', key: '', keystore: '' })),
  };
}
