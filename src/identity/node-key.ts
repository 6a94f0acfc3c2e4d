// Keys by which the nodes of a cluster know each other, made ahead so that each can be told of the others.

import { generateKeyPairSync } from 'node:crypto';

/** A new Ed25519 key as libsodium keeps it, and Garage reads it: 32 bytes of seed and 32 of public key, in base64. */
export function createNodeKey(): string {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return Buffer.concat([d, x].map((part) => Buffer.from(part, 'base64url'))).toString('base64');
}
