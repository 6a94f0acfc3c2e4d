# usage: zsh -f ask-zsh.zsh SCRIPT LINE…   what zsh would offer at the end of each line; lines end with `.`
# A zsh of its own gets the keys; its compadd tells what matched. Words it is waited for are not in what it echoes.
zmodload zsh/zpty || exit 1
zpty asked "env -i HOME=$HOME PATH=$PATH TERM=dumb COLUMNS=200 zsh -f -i"
wait_for() {
  local text
  while zpty -r asked text; do [[ $text == *$1* ]] && return; done
  exit 1
}
zpty -w asked 'PROMPT= RPROMPT=; stty -echo; autoload -Uz compinit; compinit -u -D; setopt no_beep no_list_beep
bindkey "^I" complete-word
compadd() {
  [[ " ${@[1,(i)(-|--)]} " == *" -"(O|A|D)" "* ]] && { builtin compadd "$@"; return }
  local -a hits
  local hit
  builtin compadd -A hits "$@"
  for hit in $hits; do print -ru2 -- "HI""T:$IPREFIX$hit:TI""H"; done
  builtin compadd "$@"
}
say_end() { print -u2 "THE:""END" }
start-line() { BUFFER= comppostfuncs=(say_end); print -u2 "G""O:" }
zle -N start-line; bindkey "^T" start-line
zle-line-init() { print -u2 "REA""DY" }
source '${(q)1}'
zle -N zle-line-init'
shift
wait_for READY
for line; do
  zpty -n -w asked $'\024'
  wait_for GO:
  zpty -n -w asked "$line"$'\t'
  while zpty -r asked text; do
    [[ $text == *HIT:*:TIH* ]] && print -r -- "${${text#*HIT:}%:TIH*}"
    [[ $text == *THE:END* ]] && break
  done
  print .
done
zpty -d asked
