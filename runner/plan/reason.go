package plan

import (
	"fmt"
	"strings"
)

// Reason is why a change is planned. Old and New are set where the cause has
// two sides; Sensitive keeps them from being shown.
type Reason struct {
	Cause     Cause  `json:"cause"`
	Argument  string `json:"argument,omitempty"` // "prompt", "source", "path" …: for Changed and Later
	Old       string `json:"old,omitempty"`
	New       string `json:"new,omitempty"`
	Sensitive bool   `json:"sensitive,omitempty"`
}

// Cause is the closed set of reasons.
type Cause int

const (
	New         Cause = iota // the address has no picture yet
	Changed                  // an argument differs from the recorded one
	Unlike                   // the recorded picture is of another request, and the record does not tell which
	Later                    // an argument depends on a picture that is yet to come
	Lost                     // the recorded picture is nowhere to be had
	Stored                   // the store has a picture for the request
	Placed                   // the output New is one
	Converted                // the output New was converted from one that nobody has any more
	Shared                   // New has it, or gets it, and may share it
	Offered                  // the provider can be asked for one, by the task New or by its URL
	Sought                   // there was one, and a run has looked for it in vain
	Drawn                    // the sandbox inside the run draws it again
	Uncollected              // an earlier run has a task for the request
	Stranded                 // no provider block has the endpoint of that task
	Vanished                 // the provider had the task's picture no longer when it was last asked
	Unanswered               // an earlier run was cut before the provider's answer
	Fruitless                // the same request was accepted before and made nothing: New is how often
	Moderated                // the provider refused the same request before for what it shows
	Imported                 // an import block names a picture: New
	Pinned                   // the configuration says which picture: New
	Selected                 // a user has chosen it among the image's takes: New
	Undone                   // a user wants it as it was: New
	Moved                    // the address is another one: it was Old
	Missing                  // the output is not there
	Alone                    // the output's sidecar is not there
	Differs                  // the output is not what was placed
	Redelivered              // the output is the picture in other bytes
	Retouched                // the output was changed by hand
	Repacked                 // the output is the picture in other bytes
	Unedited                 // the output is the picture again that was made before it was changed by hand
	Adopted                  // a user says that the output is the picture, and New of it
	Recalled                 // a user wants the picture back that was made before it was changed by hand
	Absent                   // the picture was made by hand, and is not here
	Replaced                 // the user wants another picture
	Unwanted                 // a user has tainted the picture by hand, because of New
	Triggered                // what the picture is to be replaced by has changed: New
	Destroyed                // everything is to be removed
	Undeclared               // the configuration has no such image
	Released                 // a removed block keeps the output
	Unmet                    // the picture fails a postcondition, which says New
	Met                      // the picture failed one, and fails none now
	Derives                  // files are made from the picture: New is how many
	Rejected                 // Old has rejected the picture, and says New of it
	Approved                 // Old has approved it, and says New of it
	Undecided                // what was decided about it is taken back
	Accepted                 // the picture was rejected, and is no longer
	GoesBack                 // the output is New from now on, since the picture is rejected
	Withdrawn                // the output goes, since the picture is rejected and there is no other
	Wished                   // somebody who has looked at the picture wants another one, and says New
	Unasked                  // the picture is of another request than the image asks for now
	Waits                    // it needs New, which waits for a decision: it is not carried out
)

// causes has of every cause its name in JSON and what it says, with the fields of a
// reason in braces; and what it says without New, where that is something else.
var causes = [...]struct{ name, text, bare string }{
	New:         {name: "new", text: "not made yet"},
	Changed:     {name: "changed", text: "{argument} changed"},
	Unlike:      {name: "unlike", text: "its record is of another request"},
	Later:       {name: "later", text: "{argument}: {new}, known after apply", bare: "{argument}: known after apply"},
	Lost:        {name: "lost", text: "its picture, {new}, is neither in the store nor in an output", bare: "its picture is neither in the store nor at the provider"},
	Stored:      {name: "stored", text: "the store has this picture"},
	Placed:      {name: "placed", text: "the output {new} is this picture"},
	Converted:   {name: "converted", text: "the output {new} was converted from this picture"},
	Shared:      {name: "shared", text: "shares the picture of {new}"},
	Offered:     {name: "offered", text: "paid for already, and the provider may have it: task {new}", bare: "paid for already, and the provider may have it at its URL"},
	Sought:      {name: "sought", text: "its earlier picture, {new}, is not here any more", bare: "its earlier picture is neither here nor at the provider any more"},
	Drawn:       {name: "drawn", text: "it is nowhere any more, and the built-in sandbox draws it again"},
	Uncollected: {name: "uncollected", text: "paid for by an earlier run: task {new}", bare: "paid for by an earlier run"},
	Stranded:    {name: "stranded", text: "no provider block has its endpoint {new} now"},
	Vanished:    {name: "vanished", text: "at the last try it was gone"},
	Unanswered:  {name: "unanswered", text: "an earlier run sent this request and got no answer"},
	Fruitless:   {name: "fruitless", text: "an earlier request was accepted and made nothing, {new}, perhaps charged"},
	Moderated:   {name: "moderated", text: "the provider's moderation refused the same request"},
	Imported:    {name: "imported", text: "an import block has it: {new}"},
	Pinned:      {name: "pinned", text: "pinned"},
	Selected:    {name: "selected", text: "selected by hand: {new}"},
	Undone:      {name: "undone", text: "as it was {new}"},
	Moved:       {name: "moved", text: "moved from {old}"},
	Missing:     {name: "missing", text: "the output is missing"},
	Alone:       {name: "alone", text: "the sidecar of the output is missing"},
	Differs:     {name: "differs", text: "the output is not the picture that was placed there: {new}", bare: "the output is not the picture that was placed there"},
	Redelivered: {name: "redelivered", text: "the output has this picture in other bytes"},
	Retouched:   {name: "retouched", text: "as edited by hand"},
	Repacked:    {name: "repacked", text: "in other bytes that show the same"},
	Unedited:    {name: "unedited", text: "as it was before it was edited by hand"},
	Adopted:     {name: "adopted", text: "as a user says: {new}", bare: "as a user says"},
	Recalled:    {name: "recalled", text: "asked for with gesso restore"},
	Absent:      {name: "absent", text: "made by hand, and not here"},
	Replaced:    {name: "replaced", text: "asked for with -replace"},
	Unwanted:    {name: "unwanted", text: "tainted by hand: {new}"},
	Triggered:   {name: "triggered", text: "replace_triggered_by: {new} changed"},
	Destroyed:   {name: "destroyed", text: "everything is to be removed"},
	Undeclared:  {name: "undeclared", text: "no longer declared"},
	Released:    {name: "released", text: "a removed block keeps the output"},
	Unmet:       {name: "unmet", text: "its picture fails a postcondition"},
	Met:         {name: "met", text: "its picture fails no postcondition any more"},
	Rejected:    {name: "rejected", text: "rejected by {old}: {new}", bare: "rejected by {old}"},
	Approved:    {name: "approved", text: "approved by {old}: {new}", bare: "approved by {old}"},
	Undecided:   {name: "undecided", text: "what was decided about it is taken back"},
	Accepted:    {name: "accepted", text: "its picture is no longer rejected"},
	GoesBack:    {name: "goes back", text: "the output goes back to {new}"},
	Withdrawn:   {name: "withdrawn", text: "the output goes, and there is no other picture for it"},
	Wished:      {name: "wished", text: "reviewed: {new}", bare: "reviewed"},
	Unasked:     {name: "unasked", text: "the image asks for something else now"},
	Waits:       {name: "waits", text: "waits for {new}"},
	Derives:     {name: "derives", text: "derived files: {new}"},
}

// String is the reason in a few words.
func (r Reason) String() string {
	text := causes[r.Cause].text
	if bare := causes[r.Cause].bare; bare != "" && r.New == "" {
		text = bare
	}
	said, rest, more := strings.Cut(text, "{")
	for more {
		var name, part string
		name, rest, _ = strings.Cut(rest, "}")
		part, rest, more = strings.Cut(rest, "{")
		said += r.named(name) + part
	}
	return said
}

// named is what stands for a name in braces in the texts of causes.
func (r Reason) named(name string) string {
	switch name {
	case "argument":
		return r.Argument
	case "old":
		return r.Old
	}
	return r.New
}

// String is the cause's name.
func (c Cause) String() string { return causes[c].name }

// MarshalText is the cause as JSON has it.
func (c Cause) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Cause) UnmarshalText(text []byte) error {
	for i := range causes {
		if causes[i].name == string(text) {
			*c = Cause(i)
			return nil
		}
	}
	return fmt.Errorf("no cause is called %q", text)
}
