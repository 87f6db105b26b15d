package review

import (
	"bufio"
	"encoding/json"
	"io"
	"slices"
	"time"
)

// The lines, with their fields in the order in which they are written.
type headerLine struct {
	Gesso    string     `json:"gesso"`
	Version  int        `json:"version"`
	Gallery  string     `json:"gallery,omitempty"`
	Reviewer string     `json:"reviewer,omitempty"`
	Made     *time.Time `json:"made,omitempty"`
}

type decisionLine struct {
	Address  string  `json:"address"`
	Artifact string  `json:"artifact"`
	Verdict  Verdict `json:"verdict"`
	Takes    int     `json:"takes,omitempty"`
	Take     string  `json:"take,omitempty"`
	Note     string  `json:"note,omitempty"`
}

// Write writes a file of decisions, sorted, under one header, whatever theirs are. What
// Read would refuse is not to be among them. The same decisions are the same bytes.
func Write(to io.Writer, h Header, decisions []Decision) error {
	w := bufio.NewWriter(to)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	first := headerLine{Gesso: "decisions", Version: version, Gallery: h.Gallery, Reviewer: h.Reviewer}
	if !h.Made.IsZero() {
		made := h.Made.UTC().Truncate(time.Second)
		first.Made = &made
	}
	if err := lines.Encode(first); err != nil {
		return err
	}
	sorted := slices.Clone(decisions)
	sort(sorted)
	for _, d := range sorted {
		line := decisionLine{d.Address, d.Artifact, d.Verdict, d.Takes, d.Take, d.Note}
		if d.Takes == 1 {
			line.Takes = 0
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	return w.Flush()
}
