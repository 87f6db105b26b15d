#compdef gesso
# Completes the command lines of gesso in zsh. Save it as _gesso in a directory of
# $fpath, as by
#
#   gesso completion zsh > "${fpath[1]}/_gesso"
#
# or, behind compinit in ~/.zshrc: source <(gesso completion zsh)

_gesso() {
  local line show
  local -a lines parts whole wholeshow open openshow
  lines=("${(@f)$("${(Q)words[1]}" __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "=${(Q)PREFIX}" 2>/dev/null)}")
  for line in $lines; do
    parts=("${(@ps:\t:)line}")
    show=$parts[1]
    [[ -n $parts[2] ]] && show="$parts[1]  -- $parts[2]"
    if [[ $parts[3] == open ]]; then
      open+=("$parts[1]")
      openshow+=("$show")
    else
      whole+=("$parts[1]")
      wholeshow+=("$show")
    fi
  done
  (( $#whole )) && compadd -l -d wholeshow -a whole
  (( $#open )) && compadd -l -S '' -d openshow -a open
  return 0
}

if [[ $funcstack[1] == _gesso ]]; then
  _gesso "$@"
else
  compdef _gesso gesso
fi
