package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gesso/state/disk"
)

// handwork is what somebody has painted on machines: by its hash, the files that had it.
type handwork map[string][]string

// touch lets somebody paint over an output of a machine, pack it in other bytes, spoil it or
// delete it, while no gesso is at work there.
func (r *round) touch(m *machine) error {
	var files []string
	for _, pattern := range []string{"out/*", "out/deep/er/*", "elsewhere/*"} {
		found, err := filepath.Glob(filepath.Join(m.dir, pattern))
		if err != nil {
			return err
		}
		files = append(files, slices.DeleteFunc(found, func(name string) bool { return !strings.HasSuffix(name, ".png") && !strings.HasSuffix(name, ".jpg") })...)
	}
	if len(files) == 0 {
		return nil
	}
	name := files[r.rng.IntN(len(files))]
	defer r.forgetSpoilt()
	switch r.rng.IntN(5) {
	case 0, 1:
		r.logf("%s: somebody paints over %s", m.name, name)
		local, err := filepath.Rel(r.plot.dir, name)
		if err != nil {
			return err
		}
		if err := r.plot.shoot(r.rng, local); err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		sha := fmt.Sprintf("%x", sha256.Sum256(data))
		r.team.painted[sha] = append(r.team.painted[sha], name)
		return err
	case 2:
		r.logf("%s: somebody packs %s", m.name, name)
		r.team.repainted = r.team.repainted || !strings.HasSuffix(name, ".png") // of a JPEG these are other pixels, which are no loss
		return pack(name)
	case 3:
		r.logf("%s: somebody overwrites %s", m.name, name)
		return os.WriteFile(name, fmt.Append(nil, "not a picture ", r.rng.IntN(1000)), 0o644)
	}
	r.logf("%s: somebody deletes %s", m.name, name)
	return os.Remove(name)
}

// handsOn checks that what somebody has painted on a machine is where it was, or in a store:
// nobody may throw it away but the storm.
func (t *team) handsOn() error {
	if t == nil || len(t.painted) == 0 {
		return nil
	}
	has, _, err := t.objects()
	if err != nil {
		return err
	}
	for _, sha := range slices.Sorted(maps.Keys(t.painted)) {
		if !has[sha] && !t.lies(sha) {
			return fmt.Errorf("what somebody painted at %s, %s, is neither there nor in a store", t.painted[sha][0], sha)
		}
	}
	return nil
}

// handsOn is that of the team after a command: what no record names gc may have removed.
func (r *round) handsOn(args []string) error {
	if r.team != nil && isSweep(args) {
		r.forgetSpoilt()
	}
	return r.team.handsOn()
}

// forgetSpoilt forgets what the storm itself has thrown away.
func (r *round) forgetSpoilt() {
	has, _, err := r.team.objects()
	if err != nil {
		return // who asks next is told
	}
	maps.DeleteFunc(r.team.painted, func(sha string, _ []string) bool { return !has[sha] && !r.team.lies(sha) })
}

// lies reports whether one of the files that had what somebody has painted has it still, or
// some store of a machine.
func (t *team) lies(sha string) bool {
	for _, name := range t.painted[sha] {
		if data, err := os.ReadFile(name); err == nil && fmt.Sprintf("%x", sha256.Sum256(data)) == sha {
			return true
		}
	}
	for _, m := range t.machines {
		for _, pattern := range []string{"objects/??/" + sha, "objects/damaged/" + sha + "*", "workspaces/*/objects/??/" + sha} {
			if found, err := filepath.Glob(filepath.Join(m.dir, disk.Home, pattern)); err == nil && len(found) > 0 {
				return true
			}
		}
	}
	return false
}

// objects are the pictures at the home that are there to stay, and those that gc has given up.
func (t *team) objects() (there, gone map[string]bool, err error) {
	h, err := t.reach(filepath.Join(t.round.dir, auditor, "project"))
	if err != nil {
		return nil, nil, err
	}
	there, gone = map[string]bool{}, map[string]bool{}
	for p, err := range h.Pictures(context.Background()) {
		if err != nil {
			return nil, nil, err
		}
		if p.There() {
			there[p.SHA] = true
		} else {
			gone[p.SHA] = true
		}
	}
	return there, gone, nil
}

// swept notes which pictures store gc has removed at the home.
func (r *round) swept() error {
	_, gone, err := r.team.objects()
	for sha := range gone {
		r.tally.collected++
		r.plot.lost[sha], r.plot.discarded[sha] = true, true
	}
	return err
}

// needed checks that no record has a picture that gc has removed since.
func (r *round) needed(since map[string]bool) error {
	_, gone, err := r.team.objects()
	if err != nil {
		return err
	}
	s, err := r.recorded()
	if err != nil {
		return err
	}
	for record := range s.All() {
		if sha := record.Artifact; gone[sha] && !since[sha] {
			return fmt.Errorf("store gc has removed %s, which %s has", sha, record.Address)
		}
	}
	return nil
}

// sweepAlone is store gc while no other machine works.
func (r *round) sweepAlone() error {
	r.project = r.team.machines[r.rng.IntN(len(r.team.machines))].dir
	_, gone, err := r.team.objects()
	if err != nil {
		return err
	}
	_, err = r.stage(unbounded, r.sweep())
	return errors.Join(err, r.needed(gone))
}

// isSweep reports whether a command is one after which what no record names may be gone.
func isSweep(args []string) bool { return args[0] == "store" }

// sweep is store gc at the home.
func (r *round) sweep() []string {
	args := []string{"store", "gc", "-delete", "-git=false"}
	if r.rng.IntN(3) > 0 {
		args = append(args, "-keep=0")
	}
	return args
}

// pack writes a picture's pixels anew, in other bytes where the format is exact.
func pack(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	img, format, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil // somebody has overwritten it
	}
	var out bytes.Buffer
	if format == "jpeg" {
		err = jpeg.Encode(&out, img, nil)
	} else {
		err = (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&out, img)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(name, out.Bytes(), 0o644)
}
