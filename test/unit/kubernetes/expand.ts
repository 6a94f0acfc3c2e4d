// What Kubernetes makes of a command or a value, as its documentation says: `$(NAME)` and `$$`. For tests.

/** The text that the container gets. */
export function expand(text: string, variables: Readonly<Record<string, string>> = {}): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const rest = text.slice(at + 1);
    const name = /^\(([^)]*)\)/.exec(rest)?.[1];
    if (text[at] !== '$') result += text[at];
    else if (rest.startsWith('$')) {
      result += '$';
      at += 1;
    } else if (name === undefined) result += '$';
    else {
      result += variables[name] ?? `$(${name})`;
      at += name.length + 2;
    }
  }
  return result;
}
