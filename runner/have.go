package runner

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
	"gesso/state/disk"
)

// have brings a picture that was paid for into the store, by the nearest of the
// ways that a supply.Supply knows, all of them free. What it returns is the picture
// as it is there now. An error for which isVain is true says that no way is left.
func (r *run) have(ctx context.Context, c *plan.Change, p state.Picture) (state.Picture, error) {
	if r.whole(c, p.Artifact) {
		return p, nil
	}
	w, supply := r.Workspace, r.Supply
	if path := supply.Output(p.Artifact); path != "" {
		// It may be replaced in this moment, by an image that then has kept it; and
		// where it cannot be read, there may be another way.
		if _, _ = w.Outputs().Keep(path); r.whole(c, p.Artifact) {
			return p, nil
		}
	}
	err := error(&provider.Error{Class: provider.Gone, Message: "no output is it, and there is no provider to ask for it"})
	if supply.Asked(&p) {
		var fetched state.Picture
		if fetched, err = r.fetchAgain(ctx, c, p); err == nil {
			return fetched, nil
		}
	}
	if isVain(err) {
		if found, ok := r.copyOf(c, p); ok {
			return found, nil
		}
	}
	return p, err
}

// haveSource is have for the picture of an address that a change is made from. That
// image's own work is done by then, so that its record can be written here.
func (r *run) haveSource(ctx context.Context, c *plan.Change, address string, p state.Picture) (state.Picture, error) {
	at := &plan.Change{Address: address, Action: plan.Restore, Account: c.Account}
	had, err := r.have(ctx, at, p)
	if err != nil || had.Artifact == p.Artifact && had.URL == p.URL {
		return had, err
	}
	record := *r.Journal.Get(address)
	record.Picture = had
	return had, r.record(state.Event{Kind: state.Collected, Record: &record})
}

// copyOf takes what an output was converted to for the picture, when nobody has
// the picture itself any more.
func (r *run) copyOf(c *plan.Change, p state.Picture) (state.Picture, bool) {
	w := r.Workspace
	for sha, path := range r.Supply.Copies(&p) {
		if path != "" {
			if _, err := w.Outputs().Keep(path); err != nil {
				continue
			}
		}
		found, err := r.inspect(sha)
		if err != nil {
			continue
		}
		r.tell(Event{Kind: Warned, Address: c.Address, Action: c.Action,
			Err: errors.New("its picture is left only as it was converted for an output, which is taken in its place; nothing that depends on it changes")})
		return p.Redelivered(found), true
	}
	return p, false
}

// inspect tells what an object of the store is, if it is whole.
func (r *run) inspect(sha string) (state.Picture, error) {
	store := r.Workspace.Store()
	if err := store.Verify(sha); err != nil {
		return state.Picture{}, err
	}
	file, err := store.Open(sha)
	if err != nil {
		return state.Picture{}, err
	}
	defer file.Close()
	info, err := picture.Verify(file, 0)
	return state.Picture{Artifact: sha, Bytes: file.Size(), Format: info.Format, Width: info.Width, Height: info.Height}, err
}

// whole reports whether the store has an object with the content that its name
// says. A damaged one is as good as none: it is neither placed nor uploaded, and
// is replaced when its picture is had otherwise.
func (r *run) whole(c *plan.Change, sha string) bool {
	err := r.Supply.Verify(sha)
	var damaged *disk.CorruptError
	if errors.As(err, &damaged) && r.firstTold(sha) {
		r.tell(Event{Kind: Warned, Address: c.Address, Action: c.Action,
			Err: fmt.Errorf("the object %s in the store is damaged, and its picture is looked for elsewhere", damaged.File)})
	}
	return err == nil
}

// firstTold reports whether nobody has been told of a damaged object in this run.
func (r *run) firstTold(sha string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !r.damaged[sha]
	r.damaged[sha] = true
	return first
}
