// Settings of the storage as a tree, each where the table has it. Pure.

/** A tree of values, while it is made. */
export interface Tree {
  [key: string]: unknown;
}

/** Puts a value at a path of names with dots between them. */
export function put(tree: Tree, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let place = tree;
  for (const name of names) {
    place[name] ??= {};
    place = place[name] as Tree;
  }
  place[last] = value;
}

/** Lines of the comment about what cannot be said; none where everything can. */
export function lossLines(losses: readonly string[]): string[] {
  return losses.length === 0 ? [] : ['What cannot be said here:', ...losses.map((loss) => `  - ${loss}`)];
}

/** A comment above a text: every line a space away from its mark. */
export function comment(lines: readonly string[]): string {
  return lines.map((line) => ` ${line}`).join('\n');
}
