package supply

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
)

// causes are what is said of the ways.
var causes = map[Way]plan.Cause{Nowhere: plan.Stored, ByCopy: plan.Converted, ByProvider: plan.Offered, ByOutput: plan.Placed, ByStore: plan.Stored}

// TestSupplyWay finds the nearest way to a picture, and none where there is none.
func TestSupplyWay(t *testing.T) {
	const (
		object = 1 << iota
		damaged
		output
		converted
		url
		task
		sought // a run has looked for it in vain
		later  // it is a later delivery
	)
	for name, test := range map[string]struct {
		has  int
		want Way
	}{
		"nothing":                            {0, Nowhere},
		"all":                                {object | output | url | task, ByStore},
		"an output, and addresses":           {output | url | task, ByOutput},
		"addresses, and a converted output":  {converted | url | task, ByProvider},
		"an URL alone":                       {url, ByProvider},
		"a task alone":                       {task, ByProvider},
		"a converted output":                 {converted, ByCopy},
		"a converted output of it as it was": {converted | later, ByCopy},
		"addresses that a run has tried":     {url | task | sought, Nowhere},
		"these, and a converted output":      {converted | url | task | sought, ByCopy},
		"these, and the store":               {object | url | task | sought, ByStore},
		"these, and a damaged object":        {damaged | url | task | sought, Nowhere},
		"a damaged object that nobody read":  {damaged | url | task, ByStore},
		"an output, and a damaged object":    {damaged | output | sought, ByOutput},
	} {
		t.Run(name, func(t *testing.T) {
			w, recorded := workspace(t), new(state.State)
			artifact := disktest.Store(t, w, "a fox")
			r := &state.Record{Address: "image.fox", Request: &state.Request{}, Picture: state.Picture{Key: "k1:fox", Artifact: artifact}}
			if test.has&url != 0 {
				r.URL = "https://x.test/fox"
			}
			if test.has&task != 0 {
				r.Task = "t"
			}
			if test.has&later != 0 {
				r.Origin = &state.Delivery{Artifact: "as it was first"}
			}
			recorded.Apply(state.Event{Kind: state.Collected, Record: r})
			bytes := map[int]string{output: "a fox", converted: "a fox as another format"}[test.has&(output|converted)]
			if bytes != "" {
				sha, err := w.Outputs().Place("fox.png", func(w io.Writer) error {
					_, err := io.WriteString(w, bytes)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				recorded.Apply(state.Event{Kind: state.Placed, Address: "image.fox", Path: "fox.png", Output: sha})
			}
			file := filepath.Join(w.Dir(), ".gesso", "objects", artifact[:2], artifact)
			if test.has&object == 0 {
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
			}
			if test.has&damaged != 0 {
				if err := os.WriteFile(file, []byte("a flipped bit"), 0o444); err != nil {
					t.Fatal(err)
				}
			}
			supply := New(w, accounts(here), recorded)
			supply.gone = func() map[Loan]bool { return map[Loan]bool{LoanOf(&r.Picture): test.has&sought != 0} }
			if got := supply.Way(&r.Picture); got != test.want {
				t.Errorf("got way %d, want %d", got, test.want)
			}
			if said := supply.Reason(&r.Picture); said.Cause != causes[test.want] {
				t.Errorf("it is had because %s", said)
			}
			if lost := supply.Lost(recorded.Get("image.fox")); lost != (test.want == Nowhere && test.has&(url|task) == 0) {
				t.Errorf("it is lost: %v", lost)
			}
		})
	}
}

// The stand-in inside another process cannot be asked: it is gone.
func TestSupplyBuiltin(t *testing.T) {
	supply := New(workspace(t), accounts(state.EndpointBuiltin), new(state.State))
	if way := supply.Way(&state.Picture{URL: "http://127.0.0.1:1/fox.png", Task: "t"}); way != Nowhere {
		t.Errorf("got way %d", way)
	}
}

const here = "https://a.test"

func accounts(endpoint string) plan.Accounts {
	return plan.Accounts{{Name: "flux", Endpoint: endpoint}}
}

// workspace is a new directory.
func workspace(t *testing.T) *disk.Workspace {
	t.Helper()
	return disktest.Open(t, t.TempDir())
}
