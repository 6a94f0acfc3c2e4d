// Verbs and flags → a script for bash 3.2 (macOS) and newer, with or without the bash-completion package. Pure.

import { quoted, spellings } from './shell-text.ts';
import type { CompletedFlag, CompletedVerb, Place } from './words.ts';

/** The script. A path such as ./smoke is completed too: bash looks for its last part. */
export function bashScript(root: CompletedVerb): string {
  return `# bash completion of smoke. To have it in this shell: source <(smoke completion bash)
# In bash 3.2 (macOS): eval "$(smoke completion bash)"

# What a flag takes: nothing, or a kind and names; ? before it: it may stand alone.
__smoke_takes() {
  case $1 in
${flagCases(root)}
    *) __smoke_kind= ;;
  esac
}

# What may follow a verb: its verbs, its flags, and the places of its words.
__smoke_follows() {
  case $1 in
${verbCases(root, '')}
  esac
}

${body}`;
}

function flagCases(verb: CompletedVerb): string {
  return allFlags(verb)
    .flatMap((flag) => {
      if (!flag.value) return [];
      const kind = `${flag.isValueOptional ? '?' : ''}${placeText(flag.value)}`;
      return [`    ${spellings(flag).join(' | ')}) __smoke_kind=${quoted(kind)} ;;`];
    })
    .join('\n');
}

/** Flags of all verbs; the same spelling means the same everywhere it takes a value. */
function allFlags(verb: CompletedVerb): CompletedFlag[] {
  const found = [...verb.flags, ...verb.verbs.flatMap(allFlags)];
  return found.filter((flag, index) => found.findIndex((other) => other.long === flag.long) === index);
}

function verbCases(verb: CompletedVerb, path: string): string {
  const flags = verb.flags.flatMap(spellings).join(' ');
  const verbs = verb.verbs.map(({ name }) => name).join(' ');
  const places = verb.places
    .map((place) => quoted(`${place.isRepeated ? '*' : ''}${placeText(place)}`))
    .join(' ');
  const own = `    ${quoted(path)}) __smoke_verbs=${quoted(verbs)} __smoke_flags=${quoted(flags)} __smoke_places=(${places}) ;;`;
  return [
    own,
    ...verb.verbs.map((each) => verbCases(each, path === '' ? each.name : `${path} ${each.name}`)),
  ].join('\n');
}

function placeText(place: Place): string {
  if (place.kind !== 'names' && place.kind !== 'list') return place.kind;
  return [place.orFile ? `${place.kind}+file` : place.kind, ...(place.names ?? [])].join(' ');
}

const body = String.raw`__smoke_has() {
  [ -n "$2" ] && case " $1 " in *" $2 "*) return 0 ;; esac
  return 1
}

# Candidates of one kind for the word under the cursor.
__smoke_offer() {
  local kind=$1 cur=$2 names before name
  case $kind in
    file) __smoke_files -f default "$cur" ;;
    folder) __smoke_files -d dirnames "$cur" ;;
    names* | list*)
      case $kind in *+file*) case $cur in */* | .* | *,.*) __smoke_files -f default "$cur"; return ;; esac ;; esac
      names= before=
      case $kind in *' '*) names=\${kind#* } ;; esac
      case $kind in list*)
        case $cur in *,*) before=\${cur%,*}, ;; esac
        compopt -o nospace 2>/dev/null ;;
      esac
      for name in $names; do
        __smoke_has "\${before//,/ }" "$name" && continue
        case $before$name in "$cur"*) COMPREPLY+=("$before$name") ;; esac
      done ;;
  esac
}

# Readline knows best how to quote file names; where it cannot be asked (bash 3.2), bash lists them.
__smoke_files() {
  compopt -o "$2" 2>/dev/null && return
  local IFS=$'\n'
  COMPREPLY+=($(compgen "$1" -- "$3"))
}

__smoke() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path= places=0 at=1 word pending= attached= ended= name
  local __smoke_kind __smoke_verbs __smoke_flags __smoke_places global IFS=$' \t\n'
  COMPREPLY=()
  __smoke_follows ''
  global=$__smoke_flags
  while [ "$at" -lt "$COMP_CWORD" ]; do
    word=\${COMP_WORDS[at]}
    at=$((at + 1))
    case $word in
      =) continue ;;
      --) if [ -z "$pending" ]; then ended=yes; continue; fi ;;
    esac
    if [ -n "$pending" ]; then
      case $pending in
        \?*)
          pending=
          # A verb or a flag after it is not its value, unless they are joined by =.
          case $word in -*) ;; *) [ "\${COMP_WORDS[at-2]}" = = ] && continue; __smoke_has "$__smoke_verbs" "$word" || continue ;; esac ;;
        *) pending=; continue ;;
      esac
    fi
    case $word in
      --*=* | -) ;;
      --*) [ -z "$ended" ] && { __smoke_takes "$word"; pending=$__smoke_kind; } ;;
      -*) [ -z "$ended" ] && { __smoke_bundle "$word"; pending=$__smoke_kind; } ;;
      *)
        if __smoke_has "$__smoke_verbs" "$word"; then
          path="\${path:+$path }$word"
          __smoke_follows "$path"
          places=0
        else
          places=$((places + 1))
        fi ;;
    esac
  done
  # With = in COMP_WORDBREAKS it is a word of its own; without it, part of the word.
  if [ "$cur" = = ]; then cur= attached=yes; fi
  [ "\${COMP_WORDS[COMP_CWORD-1]}" = = ] && attached=yes
  case $cur in
    --*=*)
      __smoke_takes "\${cur%%=*}"
      __smoke_offer "\${__smoke_kind#\?}" "\${cur#*=}"
      for at in "\${!COMPREPLY[@]}"; do COMPREPLY[at]="\${cur%%=*}=\${COMPREPLY[at]}"; done
      return ;;
  esac
  case $pending in
    '') ;;
    \?*)
      case $cur in
        -*) ;;
        *)
          __smoke_offer "\${pending#\?}" "$cur"
          [ -n "$attached" ] && return
          # The flag may stand alone; verbs are offered once something is typed, so as not to drown its names.
          case $pending in \?text) ;; *) [ -z "$cur" ] && return ;; esac ;;
      esac ;;
    *) __smoke_offer "$pending" "$cur"; return ;;
  esac
  if [ -z "$ended" ]; then
    case $cur in
      -*)
        for name in $__smoke_flags $global; do
          case $name in "$cur"*) __smoke_has "\${COMPREPLY[*]}" "$name" || COMPREPLY+=("$name") ;; esac
        done
        return ;;
    esac
  fi
  for name in $__smoke_verbs; do
    case $name in "$cur"*) COMPREPLY+=("$name") ;; esac
  done
  # The last place may be for any number of words.
  at=\${#__smoke_places[@]}
  [ "$at" -gt 0 ] && [ "$at" -le "$places" ] && case \${__smoke_places[at-1]} in \**) places=$((at - 1)) ;; esac
  [ "$at" -gt "$places" ] && __smoke_offer "\${__smoke_places[places]#\*}" "$cur"
  return 0
}

# A bundle such as -Gs: the first letter with a value decides; what follows that letter is the value.
__smoke_bundle() {
  local letters=\${1#-}
  while [ -n "$letters" ]; do
    __smoke_takes "-\${letters:0:1}"
    letters=\${letters:1}
    [ -n "$__smoke_kind" ] || continue
    case $__smoke_kind in \?*) [ -z "$letters" ] && return; continue ;; esac
    [ -n "$letters" ] && __smoke_kind=
    return
  done
  __smoke_kind=
}

complete -F __smoke smoke
`.replaceAll('\\${', '${');
