package savedplan

import (
	"reflect"
	"slices"

	"gesso/runner/plan"
	"gesso/state"
)

// Withheld is a plan without what is sensitive of it: as a file may hold it. It
// shares with the plan what is the same.
func Withheld(p *plan.Plan) *plan.Plan {
	out := *p
	for _, list := range lists(&out) {
		*list = withheldAll(*list)
	}
	out.Deselected = nil
	for _, c := range p.Deselected {
		out.Deselected = append(out.Deselected, &plan.Change{Address: c.Address}) // that it is left out is all there is to know
	}
	secret := map[string]*plan.Change{}
	for c := range p.Declared() {
		if len(c.Declared.Sensitive) > 0 {
			secret[c.Address] = c
		}
	}
	out.Moves, out.Renewals = withheldEvents(p.Moves, secret), withheldEvents(p.Renewals, secret)
	return &out
}

// lists are all the changes that a plan has, whatever it has them for.
func lists(p *plan.Plan) []*[]*plan.Change {
	var all []*[]*plan.Change
	v := reflect.ValueOf(p).Elem()
	for i := range v.NumField() {
		if list, ok := v.Field(i).Addr().Interface().(*[]*plan.Change); ok {
			all = append(all, list)
		}
	}
	return all
}

func withheldAll(changes []*plan.Change) []*plan.Change {
	if changes == nil {
		return nil
	}
	out := make([]*plan.Change, len(changes))
	for i, c := range changes {
		out[i] = withheld(c)
	}
	return out
}

// withheld is a change without what is sensitive of it, also where that was recorded
// before it was.
func withheld(c *plan.Change) *plan.Change {
	if c.Declared == nil || len(c.Declared.Sensitive) == 0 {
		return c
	}
	out := *c
	out.Request = withheldRequest(c, c.Request)
	out.Before, out.Picture = withheldRecord(c, c.Before), withheldPicture(c, c.Picture)
	if c.Call != nil {
		call := *c.Call
		call.Request = withheldRequest(c, call.Request)
		out.Call = &call
	}
	out.Reasons, out.Stale, out.Holds = withheldReasons(c, c.Reasons), withheldReasons(c, c.Stale), withheldReasons(c, c.Holds)
	if c.Sensitive("source") {
		terms := *c.Declared.Terms
		terms.Source = plan.Source{}
		out.Declared = &plan.Declaration{Block: c.Declared.Block, Terms: &terms}
	}
	return &out
}

// withheldRequest is a request for a change, by the change's own marks.
func withheldRequest(c *plan.Change, r state.Request) state.Request {
	if c.Sensitive("prompt") {
		r.Prompt = ""
	}
	if c.Sensitive("source") {
		r = r.WithholdSource()
	}
	return r
}

func withheldRecord(c *plan.Change, r *state.Record) *state.Record {
	if r == nil {
		return nil
	}
	out := *r
	if r.Request != nil {
		request := withheldRequest(c, *r.Request)
		out.Request = &request
	}
	out.Picture = *withheldPicture(c, &r.Picture)
	out.Pending = slices.Clone(r.Pending)
	for i := range out.Pending {
		out.Pending[i].Request = withheldRequest(c, out.Pending[i].Request)
	}
	return &out
}

// withheldPicture is a picture without what is sensitive of the request that it was made
// from by hand.
func withheldPicture(c *plan.Change, p *state.Picture) *state.Picture {
	if p == nil || p.Adopted == nil || p.Adopted.From == nil || p.Adopted.From.Request == nil {
		return p
	}
	out, how, from := *p, *p.Adopted, *p.Adopted.From
	request := withheldRequest(c, *from.Request)
	from.Request, how.From, out.Adopted = &request, &from, &how
	return &out
}

func withheldEvents(events []state.Event, secret map[string]*plan.Change) []state.Event {
	out := slices.Clone(events)
	for i, e := range out {
		if e.Record != nil && secret[e.Record.Address] != nil {
			out[i].Record = withheldRecord(secret[e.Record.Address], e.Record)
		}
	}
	return out
}

// withheldReasons are reasons for a change without what is sensitive of it.
func withheldReasons(c *plan.Change, reasons []plan.Reason) []plan.Reason {
	out := slices.Clone(reasons)
	for i, r := range out {
		if r.Sensitive || r.Cause == plan.Changed && c.Sensitive(r.Argument) {
			out[i].Old, out[i].New, out[i].Sensitive = "", "", true
		}
	}
	return out
}
