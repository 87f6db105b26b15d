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
// written down of former runs. Nothing of that counts that cannot be read.
func (l *looker) remember(records []*state.Record) {
	if !l.shared() || len(records) == 0 {
		return
	}
	addresses := make([]string, len(records))
	for i, r := range records {
		addresses[i] = r.Address
	}
	events, _, _ := l.workspace.History().About(addresses...)
	for _, e := range events {
		if r := e.Change.Record; r.HasPicture() {
			l.has(e.Change.Address, r.Output)
			l.has(e.Change.Address, r.Named()...)
			if original := r.Original(); original != nil {
				l.has(e.Change.Address, original.Named()...)
			}
		}
	}
}

func (l *looker) has(address string, sums ...string) {
	if l.had[address] == nil {
		l.had[address] = map[string]bool{}
	}
	for _, sum := range sums {
		l.had[address][sum] = true
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
