# Completes the command lines of gesso in fish. Save it, as by
#
#   gesso completion fish > ~/.config/fish/completions/gesso.fish

function __gesso_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (string unescape -- (commandline -ct))
    $program __complete fish -- $words "=$current" 2>/dev/null
end

complete -c gesso -e
complete -c gesso -f -a '(__gesso_complete)'
