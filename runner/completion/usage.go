package completion

import (
	"flag"
	"slices"
	"strings"
)

// placeholder is what stands for the value of an option in its usage.
func placeholder(f *flag.Flag) string {
	if isBool(f) {
		return "true|false"
	}
	name, _ := flag.UnquoteUsage(f)
	return name
}

// nth is what stands for the n-th argument in a usage such as
// "[options] ADDRESS [FILE|DIR]...", or "".
func nth(usage string, n int) string {
	var all []string
	again := false
	for word := range strings.FieldsSeq(strings.ReplaceAll(usage, " | ", "|")) {
		if word == "[options]" || strings.HasPrefix(word, "-") || strings.HasPrefix(word, "[-") {
			continue
		}
		again = strings.HasSuffix(word, "...") || strings.HasSuffix(word, "...]")
		all = append(all, strings.Trim(word, "[].…"))
	}
	switch {
	case n < len(all):
		return all[n]
	case again:
		return all[len(all)-1]
	}
	return ""
}

// values are what a placeholder stands for, of those that begin with what is typed
// of it.
func (l *line) values(placeholder, typed string) []Candidate {
	var all []Candidate
	for kind := range strings.SplitSeq(placeholder, "|") {
		all = append(all, l.kind(kind, typed)...)
	}
	return all
}

func (l *line) kind(kind, typed string) []Candidate {
	switch kind {
	case "ADDRESS", "PATTERN", "SOURCE", "DESTINATION":
		return l.addresses(typed)
	case "FILE", "PATH", "BASE", "OURS", "THEIRS", "STATE":
		return l.files(typed, anyFile)
	case "DIR", "DIRECTORY":
		return l.files(typed, onlyDirectories)
	case "NAME=VALUE":
		return l.variables(typed)
	case "COMMAND":
		return l.commands("")
	case "WORKSPACE":
		return words(l.workspaces())
	case "NAME":
		switch first, _, _ := strings.Cut(l.command.Name, " "); first {
		case "output":
			return words(l.declared("output"))
		case "workspace":
			return words(l.workspaces())
		}
	}
	if kind != "" && strings.ToLower(kind) == kind {
		return words([]string{kind})
	}
	return l.listed(kind, typed)
}

// listed are words of a list that has commas, behind those that are typed already.
func (l *line) listed(kind, typed string) []Candidate {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var all []Candidate
	for _, word := range l.Words[kind] {
		if !slices.Contains(strings.Split(before, ","), word) {
			all = append(all, Candidate{Value: before + word})
		}
	}
	return all
}

func words(values []string) []Candidate {
	var all []Candidate
	for _, value := range values {
		all = append(all, Candidate{Value: value})
	}
	return all
}

// variables are those that can be given a value, up to the sign before it.
func (l *line) variables(typed string) []Candidate {
	if strings.Contains(typed, "=") {
		return nil
	}
	var all []Candidate
	for _, name := range l.declared("variable") {
		all = append(all, Candidate{Value: name + "=", Open: true})
	}
	return all
}
