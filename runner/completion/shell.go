package completion

import (
	"embed"
	"fmt"
	"io"
	"strings"
)

//go:embed scripts
var scripts embed.FS

// shells are the scripts, by the names of their shells.
var shells = []struct{ name, file string }{
	{"bash", "scripts/bash.sh"},
	{"zsh", "scripts/zsh.sh"},
	{"fish", "scripts/fish.fish"},
	{"powershell", "scripts/powershell.ps1"},
}

// Shells are the shells that there is a script for.
func Shells() []string {
	var names []string
	for _, s := range shells {
		names = append(names, s.name)
	}
	return names
}

// Script is what makes a shell complete gesso's command lines, or nothing for a
// shell that is none of Shells.
func Script(shell string) (text []byte, ok bool) {
	for _, s := range shells {
		if s.name == shell {
			text, err := scripts.ReadFile(s.file)
			return text, err == nil
		}
	}
	return nil, false
}

// Answer prints the candidates for what a shell's script tells: it is the hidden
// command that scripts call. Bash tells which characters it takes for the ends of
// words, and the line up to the cursor; the others tell the words of the line and,
// behind a "=", the current one.
func (p Program) Answer(w io.Writer, shell string, told []string, s Sources) {
	if shell == "bash" {
		p.answerBash(w, told, s)
		return
	}
	if len(told) == 0 {
		return
	}
	last := len(told) - 1
	var words []string
	for _, word := range told[:last] {
		if word != "" {
			words = append(words, word)
		}
	}
	for _, c := range p.Complete(words, strings.TrimPrefix(told[last], "="), s) {
		if !oneLine(c.Value) {
			continue
		}
		if shell == "fish" { // it knows by itself what a space may follow
			fmt.Fprintf(w, "%s\t%s\n", c.Value, c.Meaning)
			continue
		}
		open := ""
		if c.Open {
			open = "open"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.Value, c.Meaning, open)
	}
}

// oneLine reports whether a shell can be told of a value: it is one line of text,
// with nothing in it that a terminal would obey.
func oneLine(value string) bool {
	return !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func (p Program) answerBash(w io.Writer, told []string, s Sources) {
	if len(told) != 2 {
		return
	}
	breaks, typed := told[0], Parse(told[1])
	if len(typed.Words) == 0 {
		return // the name of the program is still being typed
	}
	all := p.Complete(typed.Words[1:], typed.Current, s)
	directive := ""
	if len(all) == 1 && all[0].Open {
		directive = "open"
	}
	fmt.Fprintln(w, directive)
	for _, c := range all {
		if oneLine(c.Value) {
			fmt.Fprintln(w, typed.insert(c.Value, breaks))
		}
	}
}
