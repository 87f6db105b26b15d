package schema

import (
	"embed"
	"slices"
	"strings"
)

//go:embed files/*.json
var files embed.FS

// extension ends the name of a file.
const extension = ".json"

// Names lists what there are schemas of, sorted: plan, events, audit and so on.
func Names() []string {
	entries, err := files.ReadDir("files")
	if err != nil {
		panic("schema: the embedded files cannot be listed: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), extension)
	}
	slices.Sort(names)
	return names
}

// Text is the schema of a name, and whether there is one.
func Text(name string) (string, bool) {
	if !slices.Contains(Names(), name) {
		return "", false
	}
	text, err := files.ReadFile("files/" + name + extension)
	return string(text), err == nil
}
