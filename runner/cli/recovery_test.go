package cli_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gesso/state/disk"
)

// recovers applies after a kill and makes sure that no money is lost.
func (p *project) recovers() {
	p.t.Helper()
	doubts := p.doubts()
	code := 0
	if len(doubts) > 0 {
		code = exitDoubtful
	}
	p.run(code, "plan")
	p.run(code, "apply", "-auto-approve")
	p.paidOnce(doubts)
	p.holds(killPictures - len(blocked(doubts)))
	p.storeIsWhole()
	if after := p.doubts(); len(after) != len(doubts) {
		p.t.Errorf("in doubt were %v, and after another apply %v", doubts, after)
	}
	p.asked()
	p.run(code, "apply", "-auto-approve")
	p.silent()
}

// doubts returns the addresses whose requests are in doubt, with their prompts.
func (p *project) doubts() map[string]string {
	p.t.Helper()
	w, err := disk.Open(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	defer w.Close()
	s, err := w.Load()
	if err != nil {
		p.t.Fatal(err)
	}
	found := map[string]string{}
	for address, call := range s.Pending() {
		if call.InDoubt() {
			found[address] = call.Request.Prompt
		}
	}
	return found
}

// blocked adds to the addresses in doubt those that are made from them.
func blocked(doubts map[string]string) map[string]bool {
	all := map[string]bool{}
	for address := range doubts {
		all[address] = true
	}
	for i := range 3 {
		if all[fmt.Sprintf("image.solo[%d]", i)] {
			all[fmt.Sprintf("image.label[%d]", i)] = true
		}
		if all[fmt.Sprintf("image.chain[%d]", i)] {
			all[fmt.Sprintf("image.chain[%d]", i+1)] = true
		}
	}
	return all
}

// paidOnce makes sure that each picture was paid for once, and one in doubt,
// or made from one in doubt, at most once.
func (p *project) paidOnce(doubts map[string]string) {
	p.t.Helper()
	paid := map[string]int{}
	for _, call := range p.books().Calls {
		paid[call.Prompt] += call.Count
	}
	stopped := blocked(doubts)
	for block, count := range map[string]int{"solo": 8, "label": 3, "chain": 4} {
		for i := range count {
			address := fmt.Sprintf("image.%s[%d]", block, i)
			got := paid[fmt.Sprintf("%s %d", block, i)]
			if got > 1 || got == 0 && !stopped[address] {
				p.t.Errorf("%s was paid for %d times; in doubt are %v", address, got, doubts)
			}
		}
	}
	waves, certain := paid["wave"], 5
	for address := range doubts {
		if strings.HasPrefix(address, "image.wave[") {
			certain--
		}
	}
	if waves > 5 || waves < certain {
		p.t.Errorf("%d waves were paid for; in doubt are %v", waves, doubts)
	}
}

// storeIsWhole makes sure that every artifact has the bytes that its name says.
func (p *project) storeIsWhole() {
	p.t.Helper()
	err := filepath.WalkDir(filepath.Join(p.dir, ".gesso", "objects"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		if name := hex.EncodeToString(sum[:]); err == nil && name != d.Name() {
			p.t.Errorf("the artifact %s has the hash %s", d.Name(), name)
		}
		return err
	})
	if err != nil {
		p.t.Error(err)
	}
}
