package derive

import (
	"bytes"
	"context"
	"image"
	"io"
	"sync"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/history"
)

// look is what a file that is not as it was recorded turns out to be.
type look int

const (
	spoilt look = iota // no picture, or nobody can tell whose it is
	own                // what gesso made once
	packed             // what is recorded, in other bytes
	edited             // what somebody has made of it by hand
)

// beholder tells the work of a hand from what gesso has made. It is safe for concurrent
// use, and reads what it needs when somebody asks.
type beholder struct {
	workspace *disk.Workspace
	memory    *picture.Memory
	once      sync.Once
	made      map[string]bool            // hashes of all files that were ever recorded here
	former    map[string][]state.Picture // by address: the pictures that it ever had
}

func (b *beholder) read() {
	b.made, b.former = map[string]bool{}, map[string][]state.Picture{}
	// What cannot be read is told of by whoever buys; what it would tell is taken for a hand's.
	if log, err := b.workspace.History().Read(); err == nil {
		b.recall(log)
	}
	entries, _ := b.workspace.Ledger().Entries()
	for _, e := range entries {
		if e.Picture == nil {
			continue
		}
		for _, address := range e.Addresses {
			b.former[address] = append(b.former[address], *e.Picture)
		}
	}
}

func (b *beholder) recall(log *history.Log) {
	for _, run := range log.Batches {
		for _, change := range run.All {
			if change.Record == nil {
				continue
			}
			for _, d := range change.Record.Derived {
				if !d.Kept {
					b.made[d.Output] = true
				}
			}
		}
	}
}

// look tells what the file of a change's picture, which may be nil, is that is not as it was recorded. Where a
// former picture is not here, of which it may have been made on another machine, nobody can
// tell.
func (b *beholder) look(ctx context.Context, address string, f plan.File, p *state.Picture, sum string) look {
	file, err := b.workspace.Outputs().Open(f.Path)
	if err != nil {
		return spoilt
	}
	defer file.Close()
	return b.lookAt(ctx, address, f, p, sum, file)
}

// lookAt is look at what was read of a file.
func (b *beholder) lookAt(ctx context.Context, address string, f plan.File, p *state.Picture, sum string, file io.ReadSeeker) look {
	b.once.Do(b.read)
	shown, _, err := b.memory.Decode(ctx, file)
	if err != nil {
		return spoilt
	}
	if p != nil && b.isOf(ctx, f, p, shown) {
		return packed
	}
	if b.wrote(sum) {
		return own
	}
	former := b.former[address]
	for _, once := range former[max(0, len(former)-mostFormer):] {
		switch {
		case p != nil && once.Identity() == p.Identity():
		case !b.workspace.Store().Here(once.Artifact):
			return spoilt
		case b.isOf(ctx, f, &once, shown):
			return own
		}
	}
	return edited
}

// wrote reports whether gesso has written bytes once, by their hash: here, or as the ledger
// tells on another machine.
func (b *beholder) wrote(sum string) bool {
	made, err := b.workspace.Ledger().Made(sum)
	return b.made[sum] || made && err == nil
}

// mostFormer bounds how many former pictures of an address are compared with a file.
const mostFormer = 50

// isOf reports whether a file shows what would be made of a picture that is here.
func (b *beholder) isOf(ctx context.Context, f plan.File, p *state.Picture, shown image.Image) bool {
	sha := p.Artifact
	if !b.workspace.Store().Here(sha) {
		return false
	}
	artifact, err := b.workspace.Store().Open(sha)
	if err != nil {
		return false
	}
	defer artifact.Close()
	same := false
	err = Render(ctx, b.memory, artifact, []plan.File{f}, func(_ plan.File, write func(io.Writer) error) error {
		var made bytes.Buffer
		if err := write(&made); err != nil {
			return err
		}
		img, _, err := picture.Decode(bytes.NewReader(made.Bytes()), 0)
		same = err == nil && picture.Same(img, shown)
		return err
	})
	return same && err == nil
}
