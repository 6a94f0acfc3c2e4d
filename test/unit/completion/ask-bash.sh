# usage: bash ask-bash.sh SCRIPT LINE…   what bash would offer at the end of each line; lines end with `.`
source "$1"
shift
for line; do
  # As readline does, = is a word of its own.
  read -ra COMP_WORDS <<<"${line//=/ = }"
  case $line in *' ') COMP_WORDS+=('') ;; esac
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  spec=$(complete -p "${COMP_WORDS[0]##*/}")
  spec=${spec##*-F }
  "${spec%% *}"
  [ "${#COMPREPLY[@]}" -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
  printf '.\n'
done
