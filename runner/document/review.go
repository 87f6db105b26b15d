package document

import (
	"gesso/runner/review"
	"gesso/runner/wishes"
)

// Review is what gesso review -json prints: what is decided about the pictures of images.
type Review struct {
	FormatVersion string          `json:"format_version"`
	Approved      bool            `json:"approved"`   // every picture that is to be decided about is
	Cost          Cost            `json:"cost"`       // of what is to be bought because of decisions
	Unchanged     int             `json:"unchanged"`  // images that have the picture that they are compared with
	NoPicture     int             `json:"no_picture"` // images without one
	Images        []ReviewedImage `json:"images"`     // in the order of addresses
	Idle          []Decision      `json:"idle"`       // decisions that were handed in, and that nothing is done for
}

// ReviewedImage is an image with a picture.
type ReviewedImage struct {
	Address  string     `json:"address"`
	Artifact string     `json:"artifact"` // SHA-256 of its picture
	Verdict  string     `json:"verdict"`
	Reviewer string     `json:"reviewer,omitempty"`
	Note     string     `json:"note,omitempty"`
	Made     string     `json:"made,omitempty"`
	Recorded bool       `json:"recorded"`           // it is in the state; else an apply records it, or does it
	Cost     *Cost      `json:"cost,omitempty"`     // of what is bought in its place
	Take     string     `json:"take,omitempty"`     // SHA-256 of the picture that is selected
	Disputed []Disputed `json:"disputed,omitempty"` // the decisions that disagree
}

// Disputed is one of several decisions that disagree about a picture.
type Disputed struct {
	Where    string `json:"where"` // the file and the line
	Verdict  string `json:"verdict"`
	Reviewer string `json:"reviewer,omitempty"`
	Note     string `json:"note,omitempty"`
}

// MakeReview is a summary as a document.
func MakeReview(s *wishes.Summary) *Review {
	doc := &Review{
		FormatVersion: Format, Approved: s.Open() == 0, Cost: MakeCost(s.Cost), Unchanged: s.Same, NoPicture: s.Bare,
		Images: []ReviewedImage{}, Idle: []Decision{},
	}
	for _, r := range s.Images {
		image := ReviewedImage{
			Address: r.Address, Artifact: r.Artifact, Verdict: r.Verdict, Reviewer: r.By, Note: r.Note, Made: moment(r.At), Recorded: r.Recorded, Take: r.Take,
		}
		if r.Verdict == string(review.Again) && r.Change != nil && r.Change.Action.Paid() {
			cost := CostOf(r.Change)
			image.Cost = &cost
		}
		if r.Dispute != nil {
			for _, d := range r.Dispute {
				image.Disputed = append(image.Disputed, Disputed{Where: d.Where.String(), Verdict: string(d.Verdict), Reviewer: d.Reviewer, Note: d.Note})
			}
		}
		doc.Images = append(doc.Images, image)
	}
	doc.Idle = append(doc.Idle, MakeDecisions(s.Idle)...)
	return doc
}
