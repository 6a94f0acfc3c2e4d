// `$(NAME)` in the value of a container's variable, as Kubernetes reads it. Pure.

/** A value with what earlier variables say, and the names of those that nothing says, which stay as they are. */
export interface Expanded {
  readonly text: string;
  readonly unknown: readonly string[];
}

/** Fills in the variables before it; `$$` is a dollar sign. */
export function expandVariables(value: string, before: Readonly<Record<string, string>>): Expanded {
  const unknown: string[] = [];
  const text = value.replace(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) => {
    if (name === undefined) return '$';
    if (Object.hasOwn(before, name)) return before[name] ?? '';
    unknown.push(name);
    return found;
  });
  return { text, unknown };
}
