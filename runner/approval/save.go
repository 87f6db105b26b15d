package approval

import (
	"errors"
	"io/fs"
	"maps"
	"syscall"
	"time"

	"gesso/runner/plan"
	"gesso/runner/savedplan"
	"gesso/spec"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/locate"
	"gesso/state/text"
)

// Made is a plan, and what it was made of.
type Made struct {
	Plan      *plan.Plan
	Config    *eval.Config
	State     *state.State
	Workspace *disk.Workspace
	Options   savedplan.Options
}

// Save makes of a plan what a file holds. The version is gesso's. The error is one of
// reading the ledger or an output.
func Save(m Made, version string, now time.Time) (*savedplan.File, error) {
	f := &savedplan.File{Gesso: version, Made: now.UTC().Round(time.Second), Options: m.Options, Plan: m.Plan, Files: m.files()}
	values, err := spec.Values(m.Config)
	if err != nil {
		return nil, err
	}
	for _, v := range values {
		from := v.Text
		if from == "" {
			from = "the default"
		}
		f.Values = append(f.Values, savedplan.Value{Name: v.Name, From: from, Content: v.JSON, Secret: v.Secret, Ordered: v.Ordered})
	}
	if f.State.Digest, err = text.Digest(m.State); err != nil {
		return nil, err
	}
	f.State.Records = m.State.Len()
	entries, err := m.Workspace.Ledger().Entries()
	if err != nil {
		return nil, err
	}
	f.Ledger = savedplan.LedgerOf(entries)
	f.Outputs, err = m.outputs()
	return f, err
}

// files are what was read, and the local pictures that others are made from.
func (m Made) files() map[string]string {
	files := m.Config.Digests()
	if m.Plan != nil {
		maps.Copy(files, savedplan.Sources(m.Plan))
	}
	return files
}

// outputs are the files that the plan would replace without having written them.
func (m Made) outputs() (map[string]string, error) {
	sums := map[string]string{}
	for _, path := range savedplan.Decisive(m.Plan) {
		sum, err := m.Workspace.Outputs().Sum(path)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
			continue // it is gone by now
		case errors.Is(err, locate.ErrIrregular), errors.Is(err, locate.ErrDirectory):
			sum = "no file"
		case err != nil:
			return nil, err
		}
		sums[path] = sum
	}
	return sums, nil
}

// Values are those of a saved plan, as a configuration takes them.
func Values(f *savedplan.File) map[string]spec.Saved {
	values := map[string]spec.Saved{}
	for _, v := range f.Values {
		if !v.Secret {
			values[v.Name] = spec.Saved{JSON: v.Content, Ordered: v.Ordered}
		}
	}
	return values
}
