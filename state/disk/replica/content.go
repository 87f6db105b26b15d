package replica

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/home"
	"gesso/state/text"
)

// A snapshot's content is a header line, a line with the lengths of what follows, the text
// of the state, and that of the ledger, as in their files.
const (
	snapshotFormat = "snapshot"
	ledgerFormat   = "ledger"
)

type lengths struct {
	State  int64 `json:"state"`
	Ledger int64 `json:"ledger"`
}

// mostContent is the largest size in bytes of either text.
const mostContent = 2 << 30

// Content writes the content of a snapshot from the files of a state and a ledger in root.
// A missing file has no bytes. Nobody may write the files meanwhile.
func Content(root *os.Root, stateFile, ledgerFile string) func(io.Writer) error {
	return func(w io.Writer) error {
		var files [2]*os.File
		var sizes [2]int64
		for i, name := range []string{stateFile, ledgerFile} {
			f, err := file.Open(root, name, os.O_RDONLY, 0)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			files[i], sizes[i] = f, info.Size()
		}
		head, err := text.Frame(lengths{sizes[0], sizes[1]})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, text.Header(snapshotFormat)+string(head)); err != nil {
			return err
		}
		for i, f := range files {
			if f == nil {
				continue
			}
			if _, err := io.CopyN(w, f, sizes[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

// restore replaces the state and the ledger by those of a snapshot.
func (r *Replica) restore(ctx context.Context, s home.Snapshot) error {
	d, err := file.NewDraft(r.root, file.TempName(r.name(snapshotFormat)), 0o600)
	if err != nil {
		return err
	}
	defer d.Discard()
	if err := r.home.Content(ctx, s, d); err != nil {
		return err
	}
	if _, err := d.Seek(0, io.SeekStart); err != nil {
		return err
	}
	name := r.object("state", s.At.N)
	in := bufio.NewReaderSize(d, 1<<16)
	l, err := readLengths(in, name)
	if err != nil {
		return err
	}
	if err := r.restoreState(io.LimitReader(in, l.State), l.State, name); err != nil {
		return err
	}
	if err := r.restoreLedger(io.LimitReader(in, l.Ledger), l.Ledger, name); err != nil {
		return err
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return damaged(name, "it is longer than it says")
	}
	return nil
}

func readLengths(in *bufio.Reader, name string) (l lengths, err error) {
	head, err := in.ReadString('\n')
	if err != nil || head != text.Header(snapshotFormat) {
		return l, damaged(name, "its first line is not that of a snapshot of this version of gesso")
	}
	line, err := in.ReadSlice('\n')
	data, whole := text.Unframe(line)
	if err != nil || !whole || text.Unmarshal(data, &l) != nil {
		return l, damaged(name, "its second line is not what was written")
	}
	if min(l.State, l.Ledger) < 0 || max(l.State, l.Ledger) > mostContent {
		return l, damaged(name, "it says that it is longer than any that gesso writes")
	}
	return l, nil
}

func (r *Replica) restoreState(in io.Reader, size int64, name string) error {
	if size == 0 {
		return nil
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if int64(len(data)) != size {
		return damaged(name, "it was cut short")
	}
	if _, err := text.Parse(data); err != nil {
		return foreign(name, err)
	}
	return r.replace(StateFile, data)
}

func (r *Replica) restoreLedger(in io.Reader, size int64, name string) error {
	if size == 0 {
		return nil
	}
	d, err := file.NewDraft(r.root, file.TempName(r.name(LedgerFile)), 0o600)
	if err != nil {
		return err
	}
	defer d.Discard()
	whole, err := text.ReadFrames(io.TeeReader(in, d), name, ledgerFormat, func(line int, data []byte) error {
		var e state.Entry
		if err := cmp.Or(text.Unmarshal(data, &e), e.Check()); err != nil {
			return &state.DamageError{File: name, Problem: fmt.Sprintf("line %d of its ledger: %v", line, err), Hint: foreignHint}
		}
		return nil
	})
	if err != nil {
		return foreign(name, err)
	}
	if whole != size {
		return damaged(name, "it was cut short")
	}
	return d.PublishDurably(r.name(LedgerFile))
}

func damaged(name, problem string) error {
	return &state.DamageError{File: name, Problem: problem, Hint: foreignHint}
}

// foreign makes an error name the object, not the file that its content would have become.
func foreign(name string, err error) error {
	var damage *state.DamageError
	if errors.As(err, &damage) {
		damage.File, damage.Hint = name, foreignHint
	}
	var version *state.VersionError
	if errors.As(err, &version) {
		version.File = name
	}
	return err
}
