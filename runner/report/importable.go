package report

import (
	"fmt"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/unrecorded"
)

// foundAll reports whether a picture lies in the place of everything that the plan would buy.
// If so, it says that a state may be missing.
func foundAll(s *Screen, p *plan.Plan) bool {
	if !unrecorded.All(p) {
		return false
	}
	s.wrapped("", s.paint(yellow, fmt.Sprintf("Nothing is recorded here, and what would be bought lies at its path already: %s. gesso.state may be lost, or was not checked out. These blocks, pasted into the configuration, take over what lies there, for nothing:", outline.Plural(len(unrecorded.Offers(p)), "picture"))))
	importBlocks(s, p)
	return true
}

// found lists existing pictures in the places of outputs that the plan would write.
func found(s *Screen, p *plan.Plan) {
	n := len(unrecorded.Offers(p))
	if n == 0 {
		return
	}
	s.wrapped("", s.paint(yellow, fmt.Sprintf("Unrecorded: %s. What lies there is taken over for nothing by these blocks, pasted into the configuration, or by gesso import ADDRESS FILE:", outline.Plural(n, "picture"))))
	importBlocks(s, p)
}

func importBlocks(s *Screen, p *plan.Plan) {
	s.printf("\n")
	for line := range strings.SplitSeq(strings.TrimSuffix(unrecorded.Blocks(p), "\n"), "\n") {
		text := strings.TrimLeft(line, " ")
		s.printf("%s%s\n", line[:len(line)-len(text)], quote.Line(text))
	}
	s.printf("\n")
}
