package text

import (
	"bytes"
	"fmt"

	"gesso/state"
	"gesso/state/merge"
)

// Merge makes one state file of two branches' and of the one that both began from, as
// package merge has it. A file without a byte, which is what git gives for one that a
// side does not have, is an empty state. An error names the file that is damaged, or
// that a newer gesso wrote, and wraps Parse's.
func Merge(base, ours, theirs []byte) ([]byte, merge.Result, error) {
	var sides [3][]*state.Record
	for i, side := range []struct {
		name string
		data []byte
	}{{"what both began from", base}, {"ours", ours}, {"theirs", theirs}} {
		if len(bytes.TrimSpace(side.data)) == 0 {
			continue
		}
		records, err := Parse(side.data)
		if err != nil {
			return nil, merge.Result{}, fmt.Errorf("%s: %w", side.name, err)
		}
		sides[i] = records
	}
	merged := merge.Three(sides[0], sides[1], sides[2])
	data, err := Format(state.New(merged.Records))
	return data, merged, err
}

// Settle makes one state file of one in which git left conflicts. The result is that of
// Merge; without the base, which git does not show by itself, it is that of lines of
// which nobody knows what they were made of. It returns nil for a file without conflicts.
func Settle(data []byte) ([]byte, merge.Result, error) {
	c := Conflict(bytes.TrimPrefix(data, byteOrderMark))
	switch {
	case c == nil:
		return nil, merge.Result{}, nil
	case c.Base != nil:
		return Merge(c.Base, c.Ours, c.Theirs)
	}
	ours, err := Parse(c.Ours)
	if err != nil {
		return nil, merge.Result{}, fmt.Errorf("ours: %w", err)
	}
	theirs, err := Parse(c.Theirs)
	if err != nil {
		return nil, merge.Result{}, fmt.Errorf("theirs: %w", err)
	}
	records := merge.Lines(append(ours, theirs...))
	result := merge.Result{Records: records}
	for _, r := range records {
		if len(r.Rivals) > 0 {
			result.Contested = append(result.Contested, r.Address)
		}
	}
	merged, err := Format(state.New(records))
	return merged, result, err
}
