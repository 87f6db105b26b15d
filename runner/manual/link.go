package manual

import (
	"path"
	"slices"
	"strings"
	"unicode"
)

// link is how a link reads in a terminal: what it leads to is said where the text
// does not say it, as a topic if one has it, else as a file or a URL.
func (t Topic) link(text, target string) string {
	file, anchor, _ := strings.Cut(target, "#")
	document := t.Document
	if file != "" && !strings.Contains(file, "://") {
		document = path.Join(path.Dir(t.Document), file)
	}
	if anchor != "" {
		if other := topicOf(document, anchor); other != "" && other != t.Name {
			return text + " (gesso help " + other + ")"
		}
	}
	switch {
	case file == "" || strings.HasPrefix(document, text):
		return text
	case strings.Contains(file, "://"):
		return text + " (" + file + ")"
	}
	return text + " (" + document + ")"
}

// topicOf is the topic that prints a heading of a document, or "".
func topicOf(document, anchor string) string {
	for _, section := range sections(documents()[document]) {
		if !slices.Contains(Anchors(section.text), anchor) {
			continue
		}
		for _, t := range Topics() {
			if t.Document == document && slices.Contains(t.sections, section.title) {
				return t.Name
			}
		}
	}
	return ""
}

// Anchors are the names by which links lead to the headings of a document, as
// GitHub makes them.
func Anchors(document string) []string {
	var anchors []string
	code := false
	for line := range strings.Lines(document) {
		if strings.HasPrefix(line, "```") {
			code = !code
		}
		if title := strings.TrimLeft(line, "#"); !code && title != line && strings.HasPrefix(title, " ") {
			anchors = append(anchors, anchor(strings.TrimSpace(title)))
		}
	}
	return anchors
}

func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
