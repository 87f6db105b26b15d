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
	block    string // the one type of block of the section, if it is about one
}

// reference is the section with a heading for each type of block.
const reference = "Blocks and arguments"

// documents are the texts by their names, with line ends of LF whatever a checkout
// made of them.
func documents() map[string]string {
	texts := map[string]string{
		"spec/README.md":   spec.Readme(),
		"runner/README.md": runner.Readme(),
		"state/README.md":  state.Readme(),
	}
	for name, text := range texts {
		texts[name] = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return texts
}

// Topics lists all topics in the order of help.
func Topics() []Topic {
	return []Topic{
		about("language", "what a configuration may say, with an example", "spec/README.md",
			"An example", "Files", "JSON", "References", "Sizes and white space", "Derived files", "Matrix", "Dynamic blocks"),
		about("blocks", "every block and argument; of one block: gesso help image", "spec/README.md", reference),
		about("values", "where variables get their values, and what is secret", "spec/README.md", "Values of variables", "Secrets"),
		about("providers", "several accounts, and what moves between them", "spec/README.md", "Providers"),
		about("modules", "directories that are used several times", "spec/README.md", "Modules"),
		about("refactoring", "renaming, forgetting, adopting, replacing", "spec/README.md", "Refactoring"),
		about("functions", "which there are, and what differs from Terraform", "spec/README.md", "Functions"),
		about("commands", "commands, options and exit codes", "runner/README.md", "Commands", "Exit codes"),
		about("selecting", "which images a command is about", "runner/README.md", "Selecting"),
		about("programs", "JSON, its schemas, and policies", "runner/README.md", "Programs"),
		about("plans", "how a plan reads, and which warnings there are", "runner/README.md", "Reading a plan", "Warnings"),
		about("conditions", "what must be true of a picture, and before one is bought", "runner/README.md", "Conditions"),
		about("handmade", "outputs that were painted over: kept, adopted, restored", "runner/README.md", "Hand-made work"),
		about("looking", "galleries, pictures in the terminal, what people decide", "runner/README.md", "Looking", "Reviews"),
		about("money", "what is paid, failures, requests in doubt, budgets", "runner/README.md", "Money"),
		about("rehearsing", "the sandbox, and how it has bad days", "runner/README.md", "Sandbox"),
		about("files", "what gesso writes, and what belongs in git", "state/README.md",
			"The files", "Outputs", "Pictures", "Formats", "Order of work"),
		about("stores", "damaged pictures, unneeded ones, copies, sharing", "state/README.md", "The store"),
		about("teams", "git, a shared folder or a bucket; merges, upgrades", "state/README.md", "Working in a team", "Homes", "Rights", "Merging", "Upgrades"),
		about("workspaces", "several states of one configuration", "state/README.md", "Workspaces"),
		about("internals", "how the whole works, in one page", "runner/README.md", "How the whole works"),
	}
}

func about(name, summary, document string, sections ...string) Topic {
	return Topic{Name: name, Summary: summary, Document: document, sections: sections}
}

// Blocks are the types of blocks that a configuration may have, in the order of
// their reference. Some have the names of commands.
func Blocks() []string {
	var types []string
	for _, section := range sections(documents()["spec/README.md"]) {
		if section.title != reference {
			continue
		}
		for _, part := range parts(section.text, "### ") {
			types = append(types, blockType(part.title))
		}
	}
	return types
}

// blockType is what opens a block, of the heading of its reference.
func blockType(title string) string {
	blockType, _, _ := strings.Cut(strings.Trim(title, "`"), " ")
	return blockType
}

// Block returns the reference of a type of block.
func Block(name string) (Topic, bool) {
	topic := about(name, "", "spec/README.md", reference)
	topic.block = name
	return topic, slices.Contains(Blocks(), name)
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
	var shown []string
	for _, section := range sections(documents()[t.Document]) {
		switch {
		case !slices.Contains(t.sections, section.title):
		case t.block == "":
			shown = append(shown, section.text)
		default:
			for _, part := range parts(section.text, "### ") {
				if blockType(part.title) == t.block {
					shown = append(shown, part.text)
				}
			}
		}
	}
	return render(strings.Join(shown, "\n"), t.link)
}

// section is what stands below a heading, with the heading.
type section struct{ title, text string }

// sections cuts a document. What is before the first heading of the second level
// is for those who see the whole document, and is none of them.
func sections(document string) []section { return parts(document, "## ") }

// parts cuts a text at the headings that begin with a mark.
func parts(text, mark string) []section {
	var all []section
	code := false
	for line := range strings.Lines(text) {
		title, heads := strings.CutPrefix(line, mark)
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
