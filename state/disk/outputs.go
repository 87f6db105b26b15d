package disk

import "gesso/state/disk/outputs"

// Outputs are the files that users asked for; see package outputs.
type Outputs = outputs.Files

// Status is how an output compares with what was placed.
type Status = outputs.Status

// See package outputs.
const (
	Same    = outputs.Same
	Missing = outputs.Missing
	Differs = outputs.Differs
)

// Outputs returns the files that users asked for, always the same value for a Workspace. A
// missing or damaged stat cache is an empty one.
func (w *Workspace) Outputs() *Outputs { return w.outputs() }

func (w *Workspace) openOutputs() *Outputs {
	own := []string{Home, ".git"}
	if store := w.storeInside(); store != "" {
		own = append(own, store)
	}
	return outputs.Open(outputs.Setting{
		Root: w.root, Own: own, Store: w.Store(), Stat: w.at.stat, Aside: w.at.aside,
		Prepare: func() error { return w.at.makeHome(w.root) }, Now: w.now,
		Beside: func() bool { return w.beside() != nil },
	})
}
