package home

import "fmt"

// chain is the state of a log at a position: who may write next, and what.
type chain struct {
	at     Position
	epoch  int64 // the newest one
	holder Holder
	open   bool   // the epoch has not ended
	left   bool   // the project has moved away
	to     string // where it has moved
	gone   bool   // the workspace was deleted
}

// from returns the state of the log after a segment. It is not valid for a Report, which
// does not change the state before it.
func from(r *record) chain {
	return chain{
		at: Position{r.N, r.seal}, epoch: r.Epoch, holder: r.Holder,
		open: r.Kind == Begun || r.Kind == Events || r.Kind == Beat,
		left: r.Kind == Left, to: r.Note, gone: r.Kind == Deleted,
	}
}

// next advances the chain by a segment. The error says why the segment cannot be there.
func (c *chain) next(r *record) error {
	if err := c.admits(r); err != nil {
		return err
	}
	next := from(r)
	if r.Kind == Report {
		at := next.at
		next = *c
		next.at = at
	}
	*c = next
	return nil
}

func (c *chain) admits(r *record) error {
	if r.N != c.at.N+1 {
		return fmt.Errorf("is segment %d of the log, under the name of %d", r.N, c.at.N+1)
	}
	if r.Prev != c.at.Seal {
		return fmt.Errorf("does not follow segment %d as it is: one of them was exchanged or changed", c.at.N)
	}
	if s := r.Snapshot; s != nil && s.At.N == c.at.N && s.At.Seal != c.at.Seal {
		return fmt.Errorf("names a snapshot of another segment %d", c.at.N)
	}
	founds := c.at.N == 0 || c.left || c.gone
	switch {
	case founds && r.Kind != Founded && !(c.gone && r.Kind == Report): // a former holder may still report answers
		return fmt.Errorf("is of the kind %s, where no home was founded, the project had moved away, or the workspace was deleted", r.Kind)
	case !founds && r.Kind == Founded:
		return fmt.Errorf("founds a home that there was")
	case r.Kind == Founded && r.Epoch != c.epoch:
		return fmt.Errorf("is of epoch %d, behind %d", r.Epoch, c.epoch)
	case r.Kind == Begun && r.Epoch != c.epoch+1:
		return fmt.Errorf("begins epoch %d, behind %d", r.Epoch, c.epoch)
	case r.Kind == Report && r.Epoch >= c.epoch:
		return fmt.Errorf("is a report of epoch %d, in %d", r.Epoch, c.epoch)
	case r.Kind == Founded || r.Kind == Begun || r.Kind == Report:
		return nil
	case r.Epoch != c.epoch || !c.open || r.Holder.Nonce != c.holder.Nonce:
		return fmt.Errorf("is of the kind %s, by one who did not hold epoch %d there", r.Kind, c.epoch)
	}
	return nil
}
