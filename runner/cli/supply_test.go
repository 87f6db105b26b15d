package cli_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gesso/runner/sandbox"
	"gesso/runner/sandbox/fault"
)

const supplied = `
provider "flux" { poll_interval = "5ms" }
variable "prompts" {
  type    = list(string)
  default = ["a fox", "a cat"]
}
variable "pairs" { default = 2 }
variable "ext" { default = "png" }
variable "night" { default = "night" }
image "pair" {
  count  = var.pairs
  prompt = var.prompts[count.index]
  model  = "flux-pro-1.1"
  size   = "256x256"
  path   = "images/pair-${count.index}.${var.ext}"
}
image "night" {
  source = image.pair[0]
  prompt = var.night
  model  = "flux-dev"
  size   = "256x256"
}
`

// remains are what a situation finds of the pictures that were paid for.
type remains struct {
	name     string
	store    string // "whole", "damaged" or "" for none
	outputs  bool
	ext      string // of the outputs of image.pair
	dead     bool   // the links that were recorded
	renewed  fault.Parcel
	vanished bool // there are no new links
}

// situation is what somebody does then.
type situation struct {
	name    string
	destroy bool
	vars    []string
	bought  int // pictures, which the plan shows
	gone    int // outputs
}

// TestSupply looks for pictures that were paid for in each place where they can be,
// in each situation that needs them. None is bought again; where nobody has them,
// nothing is bought that the plan did not show.
func TestSupply(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	places := []remains{
		{name: "the store", store: "whole", ext: "png", dead: true, vanished: true},
		{name: "outputs", outputs: true, ext: "png", dead: true, vanished: true},
		{name: "converted outputs", outputs: true, ext: "jpg", dead: true, vanished: true},
		{name: "outputs, and a damaged store", store: "damaged", outputs: true, ext: "png", dead: true, vanished: true},
		{name: "the address", ext: "png"},
		{name: "the address, and a damaged store", store: "damaged", ext: "png"},
		{name: "the task", ext: "png", dead: true},
		{name: "the task, and an address with a notice", ext: "png", dead: true, renewed: fault.Parcel{Notice: true}},
		{name: "the task in other bytes", ext: "jpg", dead: true, renewed: fault.Parcel{Recoded: true}},
		{name: "nowhere", ext: "png", dead: true, vanished: true},
		{name: "nowhere, with notices", ext: "png", dead: true, vanished: true, renewed: fault.Parcel{Notice: true}},
		{name: "nowhere, and a damaged store", store: "damaged", ext: "png", dead: true, vanished: true},
	}
	situations := []situation{
		{name: "as declared"},
		{name: "two change places", vars: []string{`prompts=["a cat", "a fox"]`, "night=night"}, bought: 1},   // of another source
		{name: "the head of a list goes", vars: []string{`prompts=["a cat"]`, "pairs=1"}, bought: 1, gone: 1}, // of another source
		{name: "another path and format", vars: []string{"ext=gesso.png"}},
		{name: "an edit is another", vars: []string{"night=dusk"}, bought: 1},
		{name: "destroyed, and declared again", destroy: true},
	}
	for _, left := range places {
		for _, now := range situations {
			if left.outputs && now.destroy {
				continue // they are gone by that
			}
			if left.store == "damaged" && now.bought > 0 && testing.Short() {
				continue
			}
			t.Run(left.name+"/"+now.name, func(t *testing.T) { tryRemains(t, left, now) })
		}
	}
}

func tryRemains(t *testing.T, left remains, now situation) {
	var parcel atomic.Pointer[fault.Parcel]
	parcel.Store(&fault.Parcel{})
	clock := &clock{began: time.Now()}
	p := newProject(t, sandbox.Options{Clock: clock, Expire: time.Minute, Faults: fault.Faults{
		Submit:  func(fault.Submission) fault.Fate { return fault.Fate{Lost: left.vanished} },
		Deliver: func(fault.Download) fault.Parcel { return *parcel.Load() },
	}})
	p.write("main.hcl", supplied)
	p.write("gesso.hclvars", "ext = \""+left.ext+"\"\n")
	p.run(0, "apply", "-auto-approve")
	p.charged(3)
	if now.destroy {
		p.run(0, "destroy", "-auto-approve")
	}
	p.leave(left)
	parcel.Store(&left.renewed)
	if left.dead {
		clock.ahead.Add(int64(time.Hour))
	}
	args := []string{"apply", "-auto-approve"}
	for _, v := range now.vars {
		args = append(args, "-var", v)
	}
	if left.vanished && !left.outputs && left.store != "whole" {
		// Whatever is bought, a plan has shown it.
		shown := strings.Count(p.run(0, append([]string{"plan", "-compact=false"}, args[2:]...)...), "generate (")
		p.run(exitPartial, args...)
		before, books := p.asked()
		if got := books.ChargedPictures - before.ChargedPictures; got > shown {
			t.Errorf("%d pictures were charged, and the plan showed %d", got, shown)
		}
		return
	}
	p.run(0, args...)
	p.charged(now.bought)
	p.holds(3 - now.gone)
	if said := p.run(0, append([]string{"plan"}, args[2:]...)...); !strings.HasPrefix(said, "No changes") {
		t.Errorf("the next plan is\n%s", said)
	}
	p.silent()
}

// leave makes what is left so.
func (p *project) leave(left remains) {
	p.t.Helper()
	if !left.outputs {
		p.remove("images")
	}
	objects := filepath.Join(p.dir, ".gesso", "objects")
	switch left.store {
	case "":
		p.remove(".gesso/objects")
	case "damaged":
		err := filepath.WalkDir(objects, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if err := os.Remove(path); err != nil { // it is read-only
				return err
			}
			return os.WriteFile(path, []byte("a flipped bit"), 0o444)
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
}
