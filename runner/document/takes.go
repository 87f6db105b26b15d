package document

import (
	"gesso/runner/takes"
	"gesso/state"
)

// Takes is what gesso takes -json prints: every picture that an image ever had.
type Takes struct {
	FormatVersion string `json:"format_version"`
	Address       string `json:"address"`
	Pinned        bool   `json:"pinned,omitempty"` // the configuration says which one is current
	Takes         []Take `json:"takes"`            // in the order in which the image had them first
	Files         []File `json:"files,omitempty"`  // what somebody has made by hand of its derived files, each the oldest first
}

// Take is one of the pictures.
type Take struct {
	Number          int      `json:"number"`                     // for gesso select
	Current         bool     `json:"current"`                    // it is the recorded one
	Here            bool     `json:"here"`                       // the store has it
	Lost            bool     `json:"lost,omitempty"`             // it was looked for in vain
	How             string   `json:"how"`                        // "bought", "extra", "rival", "adopted" or "painted"
	Had             string   `json:"had_at,omitempty"`           // since when, RFC 3339
	PreviousAddress string   `json:"previous_address,omitempty"` // that had it, before the image moved
	Price           *float64 `json:"price,omitempty"`            // as it was planned
	Problem         string   `json:"problem,omitempty"`          // the postcondition that it fails, as far as is recorded
	Review          *Opinion `json:"review,omitempty"`           // what a person has decided about it
	Values          Values   `json:"values"`
}

// File is what somebody has made by hand of a derived file.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Had    string `json:"had_at,omitempty"` // since when that is known, RFC 3339
	Lies   bool   `json:"lies,omitempty"`   // it is what is recorded at the path now
	Here   bool   `json:"here"`             // the store has it
}

// MakeTakes is the list of an address's takes and of what was made by hand of its derived
// files, of which here tells whether the store has one.
func MakeTakes(address string, all []takes.Take, files []takes.File, pinned bool, here func(sha string) bool) *Takes {
	doc := &Takes{FormatVersion: Format, Address: address, Pinned: pinned, Takes: []Take{}}
	for _, t := range all {
		values, _ := recorded(&state.Record{Address: address, Request: t.Request, Picture: t.Picture})
		doc.Takes = append(doc.Takes, Take{
			Number: t.Number, Current: t.Current, Here: here(t.Picture.Artifact), Lost: t.Lost, How: string(t.How), Had: moment(t.Had),
			PreviousAddress: t.At, Price: t.Price, Problem: t.Problem, Review: opinionOf(t.Review), Values: values,
		})
	}
	for _, f := range files {
		doc.Files = append(doc.Files, File{Path: f.Path, SHA256: f.SHA, Had: moment(f.Had), Lies: f.Lies, Here: here(f.SHA)})
	}
	return doc
}
