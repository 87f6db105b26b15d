package approval

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/savedplan"
	"gesso/spec"
	"gesso/spec/eval"
)

// Objection is something that is not as it was, or that would be done and is not shown.
type Objection struct {
	About string // a file, var.style, an address
	Why   string // lower case, no full stop
}

// String is the objection in one line.
func (o Objection) String() string { return o.About + ": " + o.Why }

// Refused names the variables that were given a value beside the plan file, which has
// them. What it has not, since it is sensitive, may be given; a value file may have both.
func Refused(f *savedplan.File, given []spec.Assignment) []string {
	var names []string
	for _, a := range given {
		if a.File == "" && !slices.Contains(f.Secrets(), strings.TrimSpace(a.Name)) {
			names = append(names, a.Name)
		}
	}
	return names
}

// Early is Objections for a configuration that could not be planned: what has changed of
// it says more than what is wrong with it now.
func Early(f *savedplan.File, c *eval.Config) []Objection {
	var found []Objection
	now := c.Digests()
	for _, change := range f.Changed(now) {
		_, read := now[change.Name]
		// What functions read is read when there is a plan.
		if read || strings.HasSuffix(change.Name, ".hcl") || strings.HasSuffix(change.Name, ".hcl.json") {
			found = append(found, Objection{change.Name, change.What})
		}
	}
	if elsewhere(f, now) {
		return []Objection{{"the directory", "it is another one than the plan was made in: none of its configuration files is there"}}
	}
	return append(found, disputes(c)...)
}

// Objections hold a plan of now against a saved one. Without any it may be carried out.
// The error is one of reading an output.
func Objections(f *savedplan.File, now Made) ([]Objection, error) {
	files := now.files()
	if elsewhere(f, files) {
		return Early(f, now.Config), nil
	}
	var found []Objection
	for _, change := range f.Changed(files) {
		found = append(found, Objection{change.Name, change.What})
	}
	found = append(found, disputes(now.Config)...)
	found = append(found, accounts(f.Plan.Accounts, now.Plan.Accounts)...)
	outputs, err := now.outputs()
	if err != nil {
		return nil, err
	}
	for _, change := range f.ChangedOutputs(outputs) {
		found = append(found, Objection{change.Name, change.What})
	}
	differences := f.Compare(now.Plan)
	if foreign(f, now, differences) {
		return append(found, Objection{"the state", "it is another one than the plan was made on: of the images that had pictures then, none has one now"}), nil
	}
	for _, d := range differences {
		found = append(found, Objection{d.Address, d.Why})
	}
	return found, nil
}

// elsewhere reports whether a directory has none of the configuration files of the plan.
func elsewhere(f *savedplan.File, now map[string]string) bool {
	known := false
	for name := range f.Files {
		if !strings.Contains(path.Base(name), ".hcl") {
			continue
		}
		if _, read := now[name]; read {
			return false
		}
		known = true
	}
	return known
}

// foreign reports whether there is no picture where pictures were recorded when the plan
// was made: the state is another one, or an older one of before.
func foreign(f *savedplan.File, now Made, differences []savedplan.Difference) bool {
	if len(differences) == 0 {
		return false
	}
	had := 0
	for _, list := range [][]*plan.Change{f.Plan.Changes, f.Plan.Unchanged} {
		for _, c := range list {
			if !c.Before.HasPicture() {
				continue
			}
			had++
			for _, address := range []string{c.Address, c.From} {
				if now.State.Get(address).HasPicture() {
					return false
				}
			}
		}
	}
	return had > 0
}

// disputes are the values that say something else than the plan file.
func disputes(c *eval.Config) []Objection {
	var found []Objection
	for _, d := range c.Disputed {
		found = append(found, Objection{"var." + d.Variable, d.Origin + " gives it another value than it had"})
	}
	return found
}

// accounts are the providers that are elsewhere now.
func accounts(then, now plan.Accounts) []Objection {
	var found []Objection
	for _, a := range now {
		i := slices.IndexFunc(then, func(b plan.Account) bool { return b.Name == a.Name })
		switch {
		case i < 0:
			found = append(found, Objection{"provider " + a.Name, "it is new"})
		case !a.At(then[i].Endpoint):
			found = append(found, Objection{"provider " + a.Name, fmt.Sprintf("its endpoint was %s, and is %s now", then[i].Endpoint, a.Endpoint)})
		}
	}
	return found
}
