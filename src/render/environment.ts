// The variables that a start of the manifest reads. Pure.

import type { Manifest } from '../stack/manifest.ts';
import { collectReferences } from '../stack/references.ts';

/** An env file: a line for each variable, with its default where it has one, and what it is as a comment. */
export function renderEnvironment(manifest: Manifest): string {
  const references = collectReferences(manifest);
  if (references.length === 0) return '# This stack needs no variable to start.\n';
  return references
    .map(({ name, fallback, help }) => `${help ? `# ${help}\n` : ''}${name}=${fallback ?? ''}\n`)
    .join('');
}
