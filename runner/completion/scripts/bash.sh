# Completes the command lines of gesso in bash. In ~/.bashrc:
#
#   source <(gesso completion bash)
#
# or save it as gesso in ~/.local/share/bash-completion/completions.

_gesso() {
  local directive line
  COMPREPLY=()
  {
    IFS= read -r directive
    if type mapfile >/dev/null 2>&1; then
      mapfile -t COMPREPLY
    else # bash 3
      while IFS= read -r line; do COMPREPLY+=("$line"); done
    fi
  } < <("$1" __complete bash -- "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  if [[ $directive == open ]] && type compopt >/dev/null 2>&1; then
    compopt -o nospace
  fi
}

complete -F _gesso gesso
