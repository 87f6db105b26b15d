package cli_test

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"gesso/state"
	"gesso/state/disk"
)

// merge lets each of the two merge the other one's branch, in copies of their clones,
// and looks at what comes of it.
func (h *history) merge(m manner) {
	h.t.Helper()
	var both []*person
	room := h.t.TempDir()
	for _, p := range []*person{h.ann, h.bob} {
		copied := *p
		of := *p.project
		copied.project = &of
		copied.dir = filepath.Join(room, p.name)
		if err := os.CopyFS(copied.dir, os.DirFS(p.dir)); err != nil {
			h.t.Fatal(err)
		}
		both = append(both, &copied)
	}
	for i, p := range both {
		p.prepare(m)
		other := []*person{h.bob, h.ann}[i]
		p.take(m, other)
	}
	if ann, bob := both[0].digest(), both[1].digest(); ann != bob && m != byNothing {
		h.t.Errorf("seed %d, %s: the two have other states", h.seed, m)
	}
	for _, p := range both {
		where := fmt.Sprintf("seed %d, %s, %s", h.seed, m, p.name)
		h.nothingLost(where, p.load())
		h.plan(where, p)
		h.nothingDoubled(where, p.load())
	}
}

// prepare tells git how to merge the state.
func (p *person) prepare(m manner) {
	p.t.Helper()
	attribute := map[manner]string{byDriver: "gesso", byUnion: "union"}[m]
	if attribute == "" {
		return
	}
	if m == byDriver {
		p.git("config", "merge.gesso.driver", "gesso state merge %O %A %B")
	}
	if err := os.MkdirAll(filepath.Join(p.dir, ".git", "info"), 0o777); err != nil {
		p.t.Fatal(err)
	}
	p.write(".git/info/attributes", disk.StateFile+" merge="+attribute+"\n")
}

// take merges the other one's branch, and decides about the configuration's conflicts: of
// each file one of the two is the owner, whoever merges.
func (p *person) take(m manner, other *person) {
	p.t.Helper()
	p.git("fetch", "-q", other.dir, "main")
	said, err := p.tryGit("merge", "-q", "--no-edit", "FETCH_HEAD")
	if err == nil {
		p.settleConfiguration()
		return
	}
	conflicts := strings.Fields(p.git("diff", "--name-only", "--diff-filter=U"))
	if len(conflicts) == 0 {
		p.t.Fatalf("%s: merging ends with %v\n%s", p.name, err, said)
	}
	for _, name := range conflicts {
		if name == disk.StateFile {
			if m != byNothing {
				p.t.Fatalf("%s, %s: git leaves a conflict in the state\n%s", p.name, m, said)
			}
			p.run(0, "state", "merge")
			continue
		}
		p.resolve(name, other)
	}
	p.settleConfiguration()
}

// resolve takes one side's version of a file.
func (p *person) resolve(name string, other *person) {
	p.t.Helper()
	versions := map[string]string{}
	for side, commit := range map[string]string{p.name: "HEAD", other.name: "FETCH_HEAD"} {
		if text, err := p.tryGit("show", commit+":"+name); err == nil {
			versions[side] = text + "\n"
		}
	}
	_, err := p.tryGit("show", p.git("merge-base", "HEAD", "FETCH_HEAD")+":"+name)
	of := owner(name)
	switch isNew := err != nil; {
	case isNew && len(versions) == 1: // both gave one image another name: it has Ann's
		of = "ann"
	case p.removed(name, other):
		of = "nobody"
	case versions[of] == "":
		of = map[string]string{"ann": "bob", "bob": "ann"}[of]
	}
	if versions[of] == "" {
		p.git("rm", "-q", "--ignore-unmatch", "--", name)
		return
	}
	p.write(name, versions[of])
}

// removed reports whether one of the two has removed an image, and the other one has
// changed no more of it than its file: what has no record any more goes.
func (p *person) removed(file string, other *person) bool {
	a := "image." + strings.TrimSuffix(file, ".hcl")
	mine, others, was := p.state.Get(a), other.state.Get(a), p.since.Get(a)
	return was != nil && (mine == nil && reflect.DeepEqual(others, was) || others == nil && reflect.DeepEqual(mine, was))
}

func (p *person) settleConfiguration() {
	p.t.Helper()
	p.mend()
	p.unmove()
	p.commit()
}

// unmove removes moved blocks that say something of what is declared still, which a
// merge can bring together.
func (p *person) unmove() {
	names := p.images("i")
	seen := map[string]bool{}
	for _, name := range names {
		config := string(p.read(name + ".hcl"))
		at := strings.Index(config, "moved {")
		if at < 0 {
			continue
		}
		_, rest, _ := strings.Cut(config[at:], "from = image.")
		from, _, _ := strings.Cut(rest, "\n")
		if slices.Contains(names, from) || seen[from] || !strings.Contains(config[at:], "to   = image."+name+"\n") {
			p.write(name+".hcl", config[:at])
		}
		seen[from] = true
	}
}

func owner(name string) string {
	sum := fnv.New32a()
	sum.Write([]byte(name))
	return []string{"ann", "bob"}[sum.Sum32()%2]
}

// loan is what a picture is known by.
func loan(p *state.Picture) string { return string(p.Key) + " " + p.Task + " " + p.Identity() }

func loans(s *state.State) map[string][]string {
	all := map[string][]string{}
	for r := range s.All() {
		if r.HasPicture() {
			all[loan(&r.Picture)] = append(all[loan(&r.Picture)], r.Address)
		}
		for v := range r.AllRivals() {
			all[loan(&v.Picture)] = append(all[loan(&v.Picture)], r.Address)
		}
	}
	return all
}

// nothingLost makes sure that what either has, and had not before, is there, and that
// what was open is open or has its picture.
func (h *history) nothingLost(where string, merged *disk.Loaded) {
	h.t.Helper()
	before, after := loans(h.base.State), loans(merged.State)
	tasks := map[string]bool{}
	for r := range merged.All() {
		tasks[r.Task] = true
		for v := range r.AllRivals() {
			tasks[v.Task] = true
		}
	}
	open := map[string]bool{}
	for _, call := range merged.Pending() {
		open[fmt.Sprint(call.Intent, call.Index)] = true
	}
	for _, p := range []*person{h.ann, h.bob} {
		for picture, addresses := range loans(p.state.State) {
			if before[picture] == nil && after[picture] == nil {
				h.t.Errorf("%s: the picture that %s has at %q is lost: %s", where, p.name, addresses, picture)
			}
		}
		for address, call := range p.state.Pending() {
			if !open[fmt.Sprint(call.Intent, call.Index)] && !tasks[call.Task] {
				h.t.Errorf("%s: the call of %s for %s is lost", where, p.name, address)
			}
		}
	}
}

var paidLine = regexp.MustCompile(`(?m)^  (?:\+|-/\+) (image\.\S+)  (?:generate|regenerate)`)

// plan makes sure that what is to be bought after the merge was never bought, and is made
// from what the other branch changed; and that the apply buys no more.
func (h *history) plan(where string, p *person) {
	h.t.Helper()
	said := p.run(0, "plan")
	paid := paidLine.FindAllStringSubmatch(said, -1)
	p.run(0, "apply", "-auto-approve")
	after := p.load()
	for _, match := range paid {
		r := after.Get(match[1])
		switch {
		case r == nil:
			h.t.Errorf("%s: %s is bought, and not recorded\n%s", where, match[1], said)
		case h.ann.paid[string(r.Key)] || h.bob.paid[string(r.Key)]:
			h.t.Errorf("%s: %s is bought, and was bought before\n%s", where, match[1], said)
		case r.Request.Source.Form == state.NoSource:
			h.t.Errorf("%s: %s is bought, which neither branch caused\n%s", where, match[1], said)
		}
	}
	if again := p.run(0, "plan"); !strings.HasPrefix(again, "No changes") {
		h.t.Errorf("%s: after the apply\n%s", where, again)
	}
}

// nothingDoubled makes sure that no picture is two addresses'.
func (h *history) nothingDoubled(where string, after *disk.Loaded) {
	h.t.Helper()
	for picture, addresses := range loans(after.State) {
		if len(addresses) > 1 {
			h.t.Errorf("%s: the picture %s is recorded at %q", where, picture, addresses)
		}
	}
}
