package outline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gesso/runner/plan"
	"gesso/runner/report/quote"
	"gesso/spec/pin"
	"gesso/state"
)

// rows appends what a reader needs to judge a change: all arguments of a new picture, the
// differences of another one, and where it goes.
func rows(to []Row, c *plan.Change) []Row {
	switch c.Action {
	case plan.Remove, plan.Forget:
		if c.Path == "" {
			return to // its picture was never placed
		}
		return append(to, Row{Name: "path", Value: quote.Text(c.Path)})
	case plan.Tainted:
		return append(to, taintedRows(c)...)
	case plan.Keep:
		return append(append(to, pathRows(c)...), HoldRows(c)...)
	case plan.Place, plan.Move, plan.Review:
		return append(to, pathRows(c)...)
	case plan.InDoubt:
		return append(to, PendingRows(*c.Call)...)
	case plan.Derive:
		return append(to, derivedRows(c)...)
	case plan.Restore, plan.Reject:
		return append(to, Row{Name: "path", Value: quote.Text(c.Path)})
	}
	out := to
	for _, argument := range [...]struct{ name, value string }{{"prompt", c.Request.Prompt}, {"source", c.SourceText()},
		{"model", c.Request.Model}, {"size", c.Request.Size}, {"path", c.Path}} {
		if argument.value != "" || reasoned(c, argument.name) || argument.name == "prompt" && c.Sensitive("prompt") {
			out = append(out, argumentRow(c, argument.name, argument.value))
		}
	}
	out = append(out, takeRows(c)...)
	if name := c.Provider; name != "" {
		out = append(out, Row{Name: "provider", Value: quote.Line(name)})
	}
	if from := madeFor(c); from != "" {
		out = append(out, Row{Name: "from", Value: from})
	}
	if c.Action.Paid() {
		out = append(out, Row{Name: "price", Value: PriceOf(c)})
	}
	if n := c.Attempts(); n > 1 {
		out = append(out, Row{Name: "attempts", Value: fmt.Sprintf("up to %d", n)})
	}
	return out
}

// madeFor says for which address a reused picture was made, and when.
func madeFor(c *plan.Change) string {
	if c.Action != plan.Reuse || c.Picture == nil || c.MadeFor == "" && c.Picture.Adopted == nil {
		return ""
	}
	text := quote.Line(c.MadeFor)
	if c.Picture.Adopted != nil {
		text = strings.TrimPrefix(text+", made by hand", ", ")
	}
	if at := c.Picture.Generated; !at.IsZero() {
		text += ", " + at.UTC().Format("2006-01-02 15:04") + " UTC"
	}
	return text
}

// takeRows says which of several pictures it is.
func takeRows(c *plan.Change) []Row {
	var out []Row
	r := Row{Name: "take", Value: strconv.Itoa(max(1, c.Request.Take))}
	for _, reason := range c.Reasons {
		switch {
		case reason.Argument != "take":
		case reason.Cause == plan.Later:
			r.Value = "(known after apply)"
		default:
			r.Old, r.Changed = reason.Old, true
		}
	}
	if c.Request.Take > 1 || reasoned(c, "take") {
		out = append(out, r)
	}
	if c.Declared != nil && c.Declared.Pin != "" {
		out = append(out, Row{Name: "pin", Value: quote.Text(pin.Text(c.Declared.Pin))})
	}
	return out
}

func argumentRow(c *plan.Change, name, value string) Row {
	r := Row{Name: name}
	for _, reason := range c.Reasons {
		if reason.Argument != name {
			continue
		}
		switch {
		case reason.Cause == plan.Later:
			r = Row{Name: name, Value: "(known after apply)"}
		case reason.Sensitive:
			r = Row{Name: name, Old: withheld, Value: withheld, Changed: true}
		case reason.Cause == plan.Changed:
			r = changedRow(name, reason.Old, reason.New)
		}
	}
	if r.Value == "" && !r.Changed {
		r = plainRow(name, value)
	}
	if name == "prompt" && c.Sensitive("prompt") {
		r = Row{Name: name, Old: r.Old, Value: withheld, Changed: r.Changed}
	}
	return r
}

// plainRow is an argument that does not change.
func plainRow(name, value string) Row {
	r := Row{Name: name, Value: quote.Text(value)}
	if strings.Contains(value, "\n") {
		r.Lines = wholeLines(value)
	}
	return r
}

// pathRows says where an unchanged picture goes.
func pathRows(c *plan.Change) []Row {
	if c.Before.Path == c.Path || c.Before.Path == "" {
		return []Row{{Name: "path", Value: quote.Text(c.Path)}}
	}
	return []Row{changedRow("path", c.Before.Path, c.Path)}
}

// HoldRows says why a picture that was made by hand would be replaced.
func HoldRows(c *plan.Change) []Row {
	if len(c.Holds) == 0 {
		return nil
	}
	out := []Row{{Name: "held", Value: ReasonsText(c.Holds)}}
	for _, r := range c.Holds {
		if r.Cause == plan.Changed {
			held := *c
			held.Reasons = []plan.Reason{r}
			out = append(out, argumentRow(&held, r.Argument, r.New))
		}
	}
	return out
}

// taintedRows says why a picture was not placed, and where it can be seen.
func taintedRows(c *plan.Change) []Row {
	var rows []Row
	if c.Unmet() != "" { // otherwise a person rejected it, and the reason says so
		rows = append(rows, Row{Name: "error", Value: quote.Line(c.Unmet())})
	}
	if c.Look != "" {
		rows = append(rows, Row{Name: "look", Value: quote.Text(c.Look)})
	}
	return append(rows, Row{Name: "path", Value: quote.Text(c.Path)})
}

func reasoned(c *plan.Change, name string) bool {
	return slices.ContainsFunc(c.Reasons, func(r plan.Reason) bool { return r.Argument == name })
}

// noteRows says what becomes of files that are not gesso's.
func noteRows(c *plan.Change) []Row {
	var out []Row
	for _, n := range c.Notes {
		out = append(out, Row{Name: "note", Value: quote.Line(n.String())})
	}
	return out
}

// foldRows names the folded changes, with what they cost together.
func foldRows(changes []*plan.Change) []Row {
	out := []Row{{Name: "images", Value: named(changes)}}
	var cost plan.Cost
	for _, c := range changes {
		cost.Add(c)
	}
	if cost.Pictures > 0 {
		price := PriceOf(changes[0])
		if changes[0].Price != nil {
			price += " each, " + CostText(cost) + " together"
		}
		out = append(out, Row{Name: "price", Value: price})
	}
	return out
}

// ReasonsText says in a few words why a change is planned.
func ReasonsText(reasons []plan.Reason) string {
	words := make([]string, len(reasons))
	for i, r := range reasons {
		words[i] = r.String()
	}
	return quote.Line(strings.Join(words, "; "))
}

// StrayText says why a call is in the plan although its address is not declared.
func StrayText(stray *plan.Call) string {
	switch {
	case stray.InDoubt():
		return "an earlier run sent a request that nothing declares now, and got no answer"
	case stray.Stranded():
		return ReasonsText(stray.Reasons()) + "; nothing declares it now, and no provider block has its endpoint"
	}
	return ReasonsText(stray.Reasons()) + "; nothing declares it now, it goes to the store"
}

// PendingRows describes a call that is not settled.
func PendingRows(p state.Call) []Row {
	prompt := withheld
	if p.Request.Prompt != "" {
		prompt = quote.Text(p.Request.Prompt)
	}
	rows := []Row{{Name: "prompt", Value: prompt}, {Name: "model", Value: quote.Text(p.Request.Model)},
		{Name: "sent", Value: p.Time.UTC().Format(time.RFC3339) + " to " + quote.Line(p.Endpoint)}}
	takes := ""
	if p.Further > 0 {
		takes = strconv.Itoa(p.Pictures())
	}
	for _, r := range []Row{{Name: "takes", Value: takes}, {Name: "provider", Value: p.Provider}, {Name: "task", Value: p.Task}, {Name: "trace", Value: p.TraceID},
		{Name: "url", Value: strings.Join(p.URLs, " ")}, {Name: "error", Value: p.Problem}} {
		if r.Value != "" {
			r.Value = quote.Line(r.Value)
			rows = append(rows, r)
		}
	}
	return rows
}

// derivedRows names the files that are made from a picture, and those that are removed.
func derivedRows(c *plan.Change) []Row {
	const most = 10
	var out []Row
	for _, d := range c.Derived[:min(len(c.Derived), most)] {
		out = append(out, Row{Name: string(d.Act), Value: quote.Text(d.Path)})
	}
	if left := len(c.Derived) - most; left > 0 {
		out = append(out, Row{Name: "more", Value: fmt.Sprintf("%d files", left)})
	}
	return out
}
