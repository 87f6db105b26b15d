package manual

import (
	"slices"
	"strings"

	"gesso/runner"
	"gesso/spec"
	"gesso/state"
)

// Topic is a part of a document.
type Topic struct {
	Name     string // what is typed: "money"
	Summary  string // one line, lower case
	Document string // where its text is, seen from the top of the repository
	sections []string
}

// documents are the texts by their names.
func documents() map[string]string {
	return map[string]string{
		"spec/README.md":   spec.Readme(),
		"runner/README.md": runner.Readme(),
		"state/README.md":  state.Readme(),
	}
}

// Topics lists all topics in the order of help.
func Topics() []Topic {
	return []Topic{
		{"language", "what a configuration may say, with an example", "spec/README.md",
			[]string{"An example", "Files", "JSON", "References", "Sizes and line ends", "Matrix", "Dynamic blocks"}},
		{"blocks", "every block and argument", "spec/README.md", []string{"Blocks and arguments"}},
		{"values", "where variables get their values, and what is secret", "spec/README.md", []string{"Values of variables", "Secrets"}},
		{"providers", "several accounts, and what moves between them", "spec/README.md", []string{"Providers"}},
		{"modules", "directories that are used several times", "spec/README.md", []string{"Modules"}},
		{"refactoring", "renaming, forgetting, adopting, replacing", "spec/README.md", []string{"Refactoring"}},
		{"functions", "which there are, and what differs from Terraform", "spec/README.md", []string{"Functions"}},
		{"commands", "commands, options and exit codes", "runner/README.md", []string{"Commands", "Exit codes"}},
		{"conditions", "what must be true of a picture, and before one is bought", "runner/README.md", []string{"Conditions"}},
		{"money", "what is paid, failures, requests in doubt, budgets", "runner/README.md", []string{"Money"}},
		{"rehearsing", "the sandbox, and how it has bad days", "runner/README.md", []string{"Sandbox"}},
		{"files", "what gesso writes, and what belongs in git", "state/README.md",
			[]string{"The files", "Outputs", "Pictures", "Formats", "Order of work"}},
		{"teams", "git, clones, several machines, upgrades", "state/README.md", []string{"Working in a team", "Upgrades"}},
		{"internals", "how the whole works, in one page", "runner/README.md", []string{"How the whole works"}},
	}
}

// Find returns the topic of a name.
func Find(name string) (Topic, bool) {
	topics := Topics()
	i := slices.IndexFunc(topics, func(t Topic) bool { return t.Name == name })
	if i < 0 {
		return Topic{}, false
	}
	return topics[i], true
}

// Text is the topic for a terminal. It ends with a line end.
func (t Topic) Text() string {
	var parts []string
	for _, section := range sections(documents()[t.Document]) {
		if slices.Contains(t.sections, section.title) {
			parts = append(parts, section.text)
		}
	}
	return render(strings.Join(parts, "\n"), t.link)
}

// section is what stands below a heading of the second level, with the heading.
type section struct{ title, text string }

// sections cuts a document. What is before the first heading of the second level
// is for those who see the whole document, and is none of them.
func sections(document string) []section {
	var all []section
	code := false
	for line := range strings.Lines(document) {
		title, heads := strings.CutPrefix(line, "## ")
		if heads && !code {
			all = append(all, section{title: strings.TrimSpace(title)})
		}
		if strings.HasPrefix(line, "```") {
			code = !code
		}
		if len(all) > 0 {
			all[len(all)-1].text += line
		}
	}
	return all
}
