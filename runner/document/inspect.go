package document

import (
	"gesso/runner/inspect"
)

// Inspection is what gesso inspect -json prints.
type Inspection struct {
	FormatVersion string          `json:"format_version"`
	Files         []InspectedFile `json:"files"`
}

// InspectedFile is what is known of a file.
type InspectedFile struct {
	File     string         `json:"file"`
	Problem  string         `json:"problem,omitempty"` // why it cannot be read as a picture; then nothing else is there
	SHA256   string         `json:"sha256,omitempty"`
	Format   string         `json:"format,omitempty"` // "png", "jpeg", "webp"
	Width    int            `json:"width,omitempty"`  // pixels
	Height   int            `json:"height,omitempty"` // pixels
	Metadata *Provenance    `json:"metadata,omitempty"`
	Pictures []KnownPicture `json:"pictures"` // that the file may be of, among those that are known here
}

// Provenance is what a file says of how its picture came about, or the file beside it.
type Provenance struct {
	DigitalSourceType string `json:"digital_source_type,omitempty"` // by its name in the list of the IPTC
	Prompt            string `json:"prompt,omitempty"`
	Action            string `json:"action,omitempty"`
	Model             string `json:"model,omitempty"`
	Size              string `json:"size,omitempty"`
	Seed              string `json:"seed,omitempty"`
	TaskID            string `json:"task_id,omitempty"`
	Key               string `json:"key,omitempty"`
	SHA256            string `json:"sha256,omitempty"` // of the picture as delivered
	Created           string `json:"created,omitempty"`
	Tool              string `json:"tool,omitempty"` // that wrote it
}

// KnownPicture is one that a file may be of.
type KnownPicture struct {
	Address string `json:"address,omitempty"`
	Current bool   `json:"current"`           // it is recorded for the address now
	FoundBy string `json:"found_by"`          // "bytes", "output", "derived", "metadata" or "pixels"
	Other   bool   `json:"other,omitempty"`   // of what the metadata names: the file has other pixels
	Unsure  bool   `json:"unsure,omitempty"`  // of what the metadata names: the picture is not here to be compared
	File    string `json:"file,omitempty"`    // of "derived": the path of the file that was derived from the picture
	ByHand  bool   `json:"by_hand,omitempty"` // of "derived": somebody has made it
	Values  Values `json:"values"`            // what is recorded of it
}

// MakeInspection is what is known of files. A nil finding is a file with a problem.
func MakeInspection(names []string, found []*inspect.Finding, problems []error) *Inspection {
	out := &Inspection{Format, make([]InspectedFile, len(names))}
	for i, name := range names {
		out.Files[i] = InspectedFile{File: name, Pictures: []KnownPicture{}}
		if f := found[i]; f != nil {
			out.Files[i].fill(f)
		} else {
			out.Files[i].Problem = problems[i].Error()
		}
	}
	return out
}

func (out *InspectedFile) fill(f *inspect.Finding) {
	out.SHA256, out.Format, out.Width, out.Height = f.SHA256, f.Info.Format, f.Info.Width, f.Info.Height
	if f.Says {
		out.Metadata = &Provenance{
			DigitalSourceType: string(f.Facts.Made), Prompt: f.Facts.Prompt, Action: f.Facts.Action, Model: f.Facts.Model, Size: f.Facts.Size,
			Seed: f.Facts.Seed, TaskID: f.Facts.Task, Key: f.Facts.Key, SHA256: f.Facts.Artifact, Created: moment(f.Facts.Created), Tool: f.Facts.Tool,
		}
	}
	for _, m := range f.Matches {
		values, _ := recorded(m.AsRecord())
		out.Pictures = append(out.Pictures, KnownPicture{Address: m.Address, Current: m.Current, FoundBy: string(m.How), Other: m.Other, Unsure: m.Unsure, File: m.File, ByHand: m.ByHand, Values: values})
	}
}
