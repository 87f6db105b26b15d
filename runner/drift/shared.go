package drift

import (
	"context"
	"image"

	"gesso/state"
)

// shared reports whether other machines have the project: a file that is what was recorded
// once is then what was placed here before another machine recorded something else.
func (l *looker) shared() bool { return l.workspace.HomeOf() != nil }

// remember finds the pictures that addresses had, and their outputs, by what this folder has
// written down of former runs, and by the home's state and ledger: a run that was killed has
// placed what it wrote down nowhere. Whatever is recorded was placed here by gesso, also what
// somebody imported or painted, and whoever recorded it has kept it. Nothing of that counts
// that cannot be read.
func (l *looker) remember(s *state.State) {
	if !l.shared() {
		return
	}
	addresses := make([]string, len(l.differ))
	for i, r := range l.differ {
		addresses[i] = r.Address
	}
	events, _, _ := l.workspace.History().About(addresses...)
	for _, e := range events {
		l.recorded(e.Change.Record)
	}
	for r := range s.All() {
		l.recorded(r)
	}
	entries, _ := l.ledger.Entries()
	for _, e := range entries {
		if e.Picture != nil {
			l.has(e.Output)
			l.has(e.Picture.Named()...)
		}
	}
}

func (l *looker) recorded(r *state.Record) {
	if !r.HasPicture() {
		return
	}
	l.has(r.LastOutput())
	l.has(r.Named()...)
	if original := r.Original(); original != nil {
		l.has(original.Named()...)
	}
}

func (l *looker) has(sums ...string) {
	for _, sum := range sums {
		l.had[sum] = true
	}
}

// asGood reports whether a file is the recorded picture as somebody has packed it, where
// what is recorded is that too, as it was packed on another machine: neither of the two
// undoes what the other one did, as often as their programs pack. What gesso wrote itself,
// and what has metadata that it is not to have any more, gives way. Without img the file
// shows the picture.
func (l *looker) asGood(ctx context.Context, r *state.Record, sum string, img image.Image) bool {
	if !l.shared() || sum == r.Identity() || img != nil && !l.shows(ctx, r, img) {
		return false
	}
	packet := l.packet(r.Path)
	if ours := len(packet) > 0 && isOurs(packet); ours && (r.Metadata != state.Embedded || l.writes(ctx, r, packet) == sum) {
		return false
	}
	plain := l.writes(ctx, r, nil)
	if plain == "" || plain == sum {
		return false
	}
	if r.Output == r.Artifact {
		return r.Origin != nil
	}
	return r.Output != plain
}
