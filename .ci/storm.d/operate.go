package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"gesso/runner/sandbox"
	"gesso/state"
)

// anywhere draws the address of an image that is declared; "": none is.
func (r *round) anywhere() instance {
	var all []instance
	for _, b := range r.plot.blocks {
		if !b.gone() {
			all = append(all, b.instances()...)
		}
	}
	if len(all) == 0 {
		return instance{}
	}
	return all[r.rng.IntN(len(all))]
}

// selection is an option that makes a run about a part of the images, or about what is
// there alone.
func (r *round) selection() string {
	one := r.anywhere()
	switch n := r.rng.IntN(8); {
	case n == 0:
		return "-refresh-only"
	case n == 1 || one.address == "":
		return "-refresh=false"
	case n < 5:
		return "-exclude=" + one.address
	}
	return "-target=" + one.address
}

// byHand changes a record as a user does: it is tainted, which allows another picture,
// or is no more, and then has the same picture again.
func (r *round) byHand() error {
	one, how := r.anywhere(), end{}
	if r.rng.IntN(3) == 0 {
		how = end{events: 1}
	}
	command := []string{"taint", one.address}
	switch r.rng.IntN(4) {
	case 0:
		command[0] = "untaint"
	case 1:
		command = []string{"state", "rm", one.address}
	default:
		r.mayReplace(one, 1)
	}
	_, err := r.gesso(how, command...)
	return err
}

// version is what an edit changes of a prompt.
var version = regexp.MustCompile(`, version \d+`)

// mayReplace allows more pictures of an image. A machine may ask for them with a
// configuration of before, which has an earlier prompt.
func (r *round) mayReplace(one instance, more int) {
	r.plot.replaced[one.prompt] += more
	if r.team == nil {
		return
	}
	for prompt := range r.plot.most {
		if prompt != one.prompt && version.ReplaceAllString(prompt, "") == version.ReplaceAllString(one.prompt, "") {
			r.plot.replaced[prompt] += more
		}
	}
}

// choose makes one of the pictures that an image ever had the current one.
func (r *round) choose() error {
	r.repent()
	if one := r.anywhere(); one.address != "" {
		_, err := r.gesso(end{}, "select", one.address, fmt.Sprint(1+r.rng.IntN(3)))
		return err
	}
	return nil
}

// savedPlan is the plan file of a round.
const savedPlan = "saved.gplan"

// approval is what a plan file permits: so many pictures, however often it is applied.
type approval struct{ pictures, bought int }

// approve makes a plan file. Now and then the configuration changes after that: then
// the file may buy nothing that it does not show.
func (r *round) approve() error {
	out, err := r.gesso(r.leash(end{}), "plan", "-input=false", "-out="+savedPlan)
	if err != nil || out.code != done {
		return err
	}
	if out, err = r.gesso(end{}, "show", "-json", savedPlan); err != nil {
		return err
	}
	var document struct {
		Changes []struct {
			Paid     bool `json:"paid"`
			Attempts int  `json:"attempts"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(out.stdout), &document); err != nil {
		return fmt.Errorf("gesso show -json exits with %d and prints no JSON: %w", out.code, err)
	}
	r.approved = &approval{}
	for _, c := range document.Changes {
		if c.Paid {
			r.approved.pictures += max(1, c.Attempts)
		}
	}
	if r.rng.IntN(3) == 0 {
		what, err := r.plot.edit(r.rng)
		r.logf("edit, since the plan was saved: %s", what)
		if err != nil {
			return err
		}
	}
	if r.rng.IntN(2) == 0 {
		// It is applied twice.
		plan := r.approved
		_, err = r.stage(unbounded, []string{"apply", "-input=false", savedPlan})
		r.approved = plan
	}
	return err
}

// kept checks that a plan file has bought no more than it shows. A nil approval is none.
func (a *approval) kept(before, after sandbox.Books) error {
	if a == nil {
		return nil
	}
	for _, call := range after.Calls[len(before.Calls):] {
		a.bought += min(len(call.Pictures), wanted(call)) // what made nothing may be asked for again
	}
	if a.bought > a.pictures {
		return fmt.Errorf("a plan file that shows %d pictures has bought %d", a.pictures, a.bought)
	}
	return nil
}

// give settles a call by a file that has the picture of its task, as whoever finds it at the
// provider's. It reports whether gesso took it.
func (r *round) give(c *unsettledCall, task string, how end) (bool, error) {
	books, err := r.server.settledBooks()
	if err != nil {
		return false, err
	}
	n := slices.IndexFunc(books.Calls, func(call sandbox.Call) bool { return call.Task == task })
	if n < 0 || len(books.Calls[n].Pictures) != 1 {
		return false, nil
	}
	name := books.Calls[n].Pictures[0]
	client := http.Client{Timeout: stall} // some answers never end
	response, err := client.Get(r.server.url + "/sandbox/pictures/" + name)
	if err != nil {
		return false, nil // bad weather
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, pictureBytes))
	if err != nil || response.StatusCode != http.StatusOK {
		return false, nil
	}
	file := filepath.Join(r.dir, "given")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return false, err
	}
	r.given[c.Intent], r.given[fmt.Sprintf("%x", sha256.Sum256(data))] = name, name
	out, err := r.gesso(how, "resolve", "-input=false", "-file="+file, "-request="+c.Intent, c.Address)
	return out.code == done || out.code == killed, err
}

// nameOf is the name of a picture in the books, which a file does not tell.
func (r *round) nameOf(p *state.Picture) string {
	if p.URL == "" {
		return r.given[p.Artifact]
	}
	return picture(p.URL)
}
