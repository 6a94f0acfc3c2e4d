// Verbs and flags → a script for zsh 5, to be sourced or kept as _smoke in a folder of $fpath. Pure.

import { brief, quoted, spellings } from './shell-text.ts';
import type { CompletedFlag, CompletedVerb, Place } from './words.ts';

/** The script. zsh completes ./smoke by its last part, too. */
export function zshScript(root: CompletedVerb): string {
  return `#compdef smoke
# zsh completion of smoke. To have it in this shell: source <(smoke completion zsh)

# Flags that every verb takes.
__smoke_flags=(
${root.flags.flatMap(flagSpecs).join('\n')}
)

${verbFunctions(root, [])}
(( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
if [[ \${funcstack[1]} == _smoke ]]; then
  _smoke "$@"
else
  compdef _smoke smoke
fi
`;
}

/** A function for each verb; those with verbs of their own dispatch to them. */
function verbFunctions(verb: CompletedVerb, path: readonly string[]): string {
  const name = ['_smoke', ...path].join('_');
  const flags = path.length === 0 ? [] : verb.flags.flatMap(flagSpecs);
  const specs = [...flags, ...placeSpecs(verb)].map((spec) => ` \\\n${spec}`).join('');
  const below = verb.verbs.map((each) => verbFunctions(each, [...path, each.name]));
  if (verb.verbs.length === 0) return `${name}() {\n  _arguments -s "\${__smoke_flags[@]}"${specs}\n}\n`;
  const described = verb.verbs.map(
    ({ name: word, help }) => `    ${quoted(`${word}:${colons(brief(help))}`)}`,
  );
  const cases = verb.verbs.map(({ name: word }) => `        ${word}) ${name}_${word} ;;`);
  return `${name}() {
  local curcontext=$curcontext context state state_descr line
  typeset -A opt_args
  local -a verbs=(
${described.join('\n')}
  )${path.length === 0 ? dropOptional(verb) : ''}
  _arguments -s -C "\${__smoke_flags[@]}"${flags.map((spec) => ` \\\n${spec}`).join('')} '1: :->verb' '*:: :->rest'
  case $state in
    verb) _describe -t verbs verb verbs ;;
    rest)
      curcontext=\${curcontext%:*}-$words[1]:
      case $words[1] in
${cases.join('\n')}
      esac ;;
  esac
}

${below.join('\n')}`;
}

/** zsh takes the next word for an optional value in any case, so the flag goes away before it looks. */
function dropOptional(root: CompletedVerb): string {
  const names = root.flags.filter(({ isValueOptional }) => isValueOptional).flatMap(spellings);
  if (names.length === 0) return '';
  return `
  # A verb after a flag that may stand alone is not its value.
  local -i at
  for (( at = CURRENT - 1; at > 2; at-- )); do
    if [[ \${words[at-1]} == (${names.join('|')}) && -n \${(M)verbs:#\${words[at]}:*} ]]; then
      words[at-1]=()
      (( CURRENT-- ))
    fi
  done`;
}

function placeSpecs(verb: CompletedVerb): string[] {
  return verb.places.map(
    (place, index) =>
      `    ${quoted(`${place.isRepeated ? '*' : index + 1}:${placeWord(place)}:${action(place)}`)}`,
  );
}

/** One for each spelling: a flag is not offered again, unless it may be repeated. */
function flagSpecs(flag: CompletedFlag): string[] {
  const names = spellings(flag);
  const others = flag.isRepeatable ? '*' : `(${names.join(' ')})`;
  const help = `[${brackets(brief(flag.help))}]`;
  return names.map((name) => {
    if (!flag.value) return `  ${quoted(`${others}${name}${help}`)}`;
    const joined = name.startsWith('--') ? '=' : '+';
    const colon = flag.isValueOptional ? '::' : ':';
    return `  ${quoted(`${others}${name}${joined}${help}${colon}${placeWord(flag.value)}:${action(flag.value)}`)}`;
  });
}

function placeWord(place: Place): string {
  return place.kind === 'text'
    ? 'value'
    : place.kind === 'list' || place.kind === 'names'
      ? 'name'
      : place.kind;
}

function action(place: Place): string {
  if (place.kind === 'text') return ' ';
  if (place.kind === 'file') return '_files';
  if (place.kind === 'folder') return '_files -/';
  const names = (place.names ?? []).join(' ');
  const own = place.kind === 'list' ? `_sequence compadd - ${names}` : `compadd - ${names}`;
  if (!place.orFile) return place.kind === 'list' ? own : `(${names})`;
  return place.kind === 'list' ? own : `{ ${own}; [[ $PREFIX == */* || $PREFIX == .* ]] && _files }`;
}

function colons(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(':', '\\:');
}

function brackets(text: string): string {
  return colons(text).replaceAll('[', '\\[').replaceAll(']', '\\]');
}
