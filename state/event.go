package state

import "time"

// Kind is the closed set of things that a run writes down as they happen.
type Kind string

const (
	Intended  Kind = "intended"  // a paid request is about to be written to the wire
	Accepted  Kind = "accepted"  // it has a task, or its pictures' URLs: it can be collected from now on
	Refused   Kind = "refused"   // it was provably not accepted, or its task brought no picture: nothing more to collect
	Doubted   Kind = "doubted"   // its answer was lost
	Lost      Kind = "lost"      // it was paid for, and the provider has its picture no longer
	Collected Kind = "collected" // its picture is in the store
	Placed    Kind = "placed"    // the output was written
	Removed   Kind = "removed"   // the output is gone, and the address with it
	Settled   Kind = "settled"   // a user decided about a pending call: it is no longer waited for
	Moved     Kind = "moved"     // a picture, or calls that are pending, stand under another address
	Forgotten Kind = "forgotten" // the output stays where it is, and the address is gone
	Noted     Kind = "noted"     // what replaces a picture when it changes, as it is now
	Released  Kind = "released"  // what a merge of two branches left beside a picture is the ledger's from now on
	Tainted   Kind = "tainted"   // a user wants another picture in place of the recorded one
	Untainted Kind = "untainted" // and now wants none
	Discarded Kind = "discarded" // a user has a picture removed from the store that nobody needs
	Derived   Kind = "derived"   // the files that are made from a picture are these now
	Reviewed  Kind = "reviewed"  // a person decided about a picture, or takes that back
)

// Event is one line of the journal. Which fields are set depends on Kind:
//
//	Intended   Intent, Addresses, Further, Request, Endpoint, Provider, Price, Currency, Replace, Triggers
//	Accepted   Intent, TraceID, and Task or URLs or both
//	Refused    Intent, Problem, TraceID, Moderated, Cost; and Address when it alone got no picture of the call;
//	           else, when the provider took it, or refused it for what it shows, Addresses and Request
//	Doubted    Intent, Problem, TraceID
//	Lost       Intent, Index, Problem, Cost; or Record, of a picture that no call is pending for, with the
//	           address that wanted it in Record.Address, and Problem
//	Collected  Record, and Intent and Index when a call of this or an earlier run brought it;
//	           an empty Record.Address leaves the picture in the store for whoever wants its key,
//	           and then Address tells who waited for it, if anybody did, or From whose call it
//	           was that brought more than it was asked for; without an Intent either, it had
//	           been looked for in vain for Address, and is there again;
//	           with Record.Tainted it failed a condition and is not placed: one event says both,
//	           so that no crash leaves a picture that nobody has judged
//	Placed     Address, Path, Output, Metadata, Sidecar; and Instead where the output is that of
//	           another picture, since the recorded one is rejected: all but Address and Path are
//	           empty where there is none, and the output was taken away
//	Removed    Address
//	Settled    Intent, Problem (the decision); and Address when it alone gives up its picture of the call
//	Moved      From, and Record as it is at its new address, with the calls that are pending or
//	           made nothing and that go along; without an Artifact only these move
//	Forgotten  Address
//	Noted      Address, Triggers
//	Released   Address
//	Tainted    Address, Problem (why; not "")
//	Untainted  Address
//	Discarded  Record, with the address that had the picture last in Record.Address, and Problem
//	Derived    Address, Files: all that there are
//	Reviewed   Address, Review; with no Verdict what was decided about its picture is taken back
type Event struct {
	Kind      Kind      `json:"kind"`
	Time      time.Time `json:"time"`
	Intent    string    `json:"intent,omitempty"`    // names the call: one for each paid request
	Addresses []string  `json:"addresses,omitempty"` // who wants the call's pictures, in their order
	Further   int       `json:"further,omitempty"`   // how many more pictures the call asks for, which go to the store
	Request   *Request  `json:"request,omitempty"`
	Endpoint  string    `json:"endpoint,omitempty"`
	Provider  string    `json:"provider,omitempty"` // such as painter.second; "" for the default one
	Price     *float64  `json:"price,omitempty"`    // of one picture; nil: unknown
	Currency  string    `json:"currency,omitempty"` // of Price, such as USD; "": nobody says
	Replace   bool      `json:"replace,omitempty"`  // a user wants another picture of a request that has one
	Triggers  Triggers  `json:"triggers,omitempty"` // what the picture is replaced by, as it was when the call was begun
	Task      string    `json:"task_id,omitempty"`
	TraceID   string    `json:"trace_id,omitempty"`
	URLs      []string  `json:"urls,omitempty"` // of the call's pictures, when its answer brought them
	Problem   string    `json:"problem,omitempty"`
	Moderated bool      `json:"moderated,omitempty"` // refused for what the request shows: the same one would be again
	Index     int       `json:"index,omitempty"`
	Record    *Record   `json:"record,omitempty"`
	Address   string    `json:"address,omitempty"`
	From      string    `json:"from,omitempty"`
	Path      string    `json:"path,omitempty"`
	Output    string    `json:"output_sha256,omitempty"`
	Metadata  Metadata  `json:"metadata,omitempty"`
	Sidecar   string    `json:"sidecar_sha256,omitempty"`
	Instead   string    `json:"instead_sha256,omitempty"`
	Charge

	Files  []Derivative `json:"files,omitempty"`
	Review *Review      `json:"review,omitempty"`
}
