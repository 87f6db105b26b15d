package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gesso/state/disk"
	"gesso/state/disk/workspaces"
	"gesso/state/home"
	"gesso/state/home/place"
)

// team is the machines that work on one project, each in a folder of its own. A nil one
// is nobody: the round has one folder, and no home.
type team struct {
	round    *round
	origin   string // the configuration as version control has it
	machines []*machine
	lease    time.Duration

	place     place.Settings
	folder    string // that is the home
	wire      *wire  // to a bucket; nil: the home is a folder
	workspace string // "": the default one
	rude      bool   // nobody waits for anybody's lease
	prefix    string // of the machines' names
	painted   handwork
	repainted bool // some picture has other pixels by hand that nobody would miss

	punctual bool // the bucket refuses who has a clock that is far too wrong
}

// machine is a computer, with a folder of its own and its own way to the home.
type machine struct {
	name  string
	dir   string // gesso's folder, in one of the machine's name
	mount string // beside it, where the home is a folder: the link by which it is reached
	older string // a copy of .gesso as it was at some time; "": none
	clock clock
}

// setClock sets a machine's clock, to a wrong time as likely as not.
func (m *machine) setClock(r *round) {
	m.clock = drawClock(r.rng)
	r.logf("%s has %v", m.name, m.clock)
}

// setClocks sets all clocks right, where the bucket wants them so.
func (t *team) setClocks() {
	for _, m := range t.machines {
		if t.punctual {
			m.clock = clock{}
		}
	}
}

// nameAt is the name of the machine that has a folder.
func nameAt(dir string) string { return filepath.Base(filepath.Dir(dir)) }

// share makes the machines of a round and an empty home, or has them in the other team's.
func (r *round) share(seed uint64, o options, other *team) error {
	t := &team{round: r, origin: filepath.Join(r.dir, "origin"), lease: time.Duration(1+r.rng.IntN(2)) * time.Second, rude: o.discourteous, prefix: "m", painted: handwork{}}
	if other != nil {
		t.prefix = "n"
	}
	r.team, r.project = t, t.origin
	for i := range o.machines {
		name := fmt.Sprintf("%s%d", t.prefix, i+1)
		m := &machine{name: name, dir: filepath.Join(r.dir, name, "project"), mount: filepath.Join(r.dir, name, "mount")}
		if err := os.MkdirAll(m.dir, 0o755); err != nil {
			return err
		}
		m.setClock(r)
		t.machines = append(t.machines, m)
	}
	kind := cmp.Or(o.place, []string{"local", "s3"}[seed%2])
	if o.mutant != "" {
		kind = "s3" // where what is broken is the bucket
	}
	if other != nil {
		return t.join(other)
	}
	if kind == "s3" {
		return t.rent(seed, o.mutant)
	}
	return t.mountAll()
}

// mountAll gives each machine its way to a folder that all have.
func (t *team) mountAll() error {
	t.folder = filepath.Join(t.round.dir, "home")
	t.place = place.Settings{Kind: "local", Values: map[string]string{"path": t.folder}}
	if err := os.MkdirAll(t.folder, 0o755); err != nil {
		return err
	}
	return t.mount()
}

func (t *team) mount() error {
	for _, m := range t.machines {
		if err := os.Symlink(t.folder, m.mount); err != nil {
			return err
		}
	}
	return nil
}

// rent has a bucket that each machine reaches over its own line.
func (t *team) rent(seed uint64, mutant string) (err error) {
	t.punctual = seed%4 == 3
	if t.wire, err = lay(seed, mutant, t.punctual); err != nil {
		return err
	}
	for _, m := range t.machines {
		t.wire.connect(m.name)
	}
	t.place = place.Settings{Kind: "s3", Values: map[string]string{
		"bucket": bucket, "prefix": "autumn", "region": "us-east-1", "endpoint": t.wire.url(), "path_style": "true",
	}}
	return nil
}

// close ends what the team has at work.
func (t *team) close() {
	if t != nil && t.wire != nil && t.prefix == "m" {
		t.wire.close()
	}
}

// block is what the configuration says of the home. A folder is another one on each
// machine, by the same words.
func (t *team) block() string {
	var text strings.Builder
	fmt.Fprintf(&text, "gesso {\n  backend %q {\n", t.place.Kind)
	for _, name := range []string{"bucket", "prefix", "region", "endpoint"} {
		if value := t.place.Values[name]; value != "" {
			fmt.Fprintf(&text, "    %s = %q\n", name, value)
		}
	}
	if t.wire == nil {
		text.WriteString("    path = \"../mount\"\n")
	} else {
		text.WriteString("    path_style = true\n")
	}
	return text.String() + "  }\n}\n\n"
}

// environ is what a gesso has in its environment that runs in a directory: a bucket knows
// machines by their keys.
func (t *team) environ(dir string) []string {
	if t == nil {
		return nil
	}
	all := []string{leaseVariable + "=" + t.lease.String()}
	if t.workspace != "" {
		all = append(all, workspaces.Variable+"="+t.workspace)
	}
	if t.rude {
		all = append(all, discourtesyVariable+"=1")
	}
	if t.wire != nil {
		all = append(all, credentials(nameAt(dir))...)
	}
	for _, m := range t.machines {
		if m.dir == dir {
			all = append(all, m.clock.environ())
		}
	}
	return all
}

// ended notes how a gesso of a machine ended.
func (t *team) ended(dir string, code int) {
	if t != nil && t.wire != nil && code < 0 {
		t.wire.died(nameAt(dir))
	}
}

// auditor is the name of a machine that nothing happens to, and where nobody runs gesso.
const auditor = "auditor"

// workspace opens what gesso knows: of a team, what is in the home.
func (r *round) workspace() (*disk.Workspace, error) {
	if r.team == nil {
		return disk.OpenNamed(r.project, r.rooms.at, time.Now)
	}
	return r.team.open(filepath.Join(r.dir, auditor, "project"))
}

// recorded is what that workspace has now.
func (r *round) recorded() (*disk.Loaded, error) {
	w, err := r.workspace()
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.Load()
}

// reach is the team's home, as a machine sees it that nothing happens to.
func (t *team) reach(dir string) (*home.Home, error) {
	shelf, err := place.Open(context.Background(), t.place, place.Options{Dir: dir, Environ: func(name string) string {
		for _, entry := range credentials(auditor) {
			if value, found := strings.CutPrefix(entry, name+"="); found {
				return value
			}
		}
		return ""
	}})
	if err != nil {
		return nil, err
	}
	return home.On(shelf, home.Options{Lease: t.lease, Workspace: t.workspace}), nil
}

// open opens a folder that has the team's home.
func (t *team) open(dir string) (*disk.Workspace, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	h, err := t.reach(dir)
	if err != nil {
		return nil, err
	}
	w, err := disk.OpenNamed(dir, cmp.Or(t.workspace, disk.Default), time.Now)
	if err != nil {
		return nil, err
	}
	if err := w.UseHome(h, disk.HomeOptions{Context: context.Background()}); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// pull brings a machine the configuration as version control has it.
func (t *team) pull(dir string) error {
	if t == nil {
		return nil
	}
	for _, pattern := range []string{"*.hcl", "*.hcl.json", "modules", "photos"} {
		old, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, name := range old {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
		}
	}
	return copyFolder(t.origin, dir)
}

// copyFolder copies all files of a folder into another one.
func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		local, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, local)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if !d.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}
