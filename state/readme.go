package state

import _ "embed"

//go:embed README.md
var readme string

// Readme is the document of the files, README.md beside this file, in Markdown. Parts
// of it are what gesso help prints.
func Readme() string { return readme }
