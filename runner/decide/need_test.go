package decide

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/account"
	"gesso/state"
	"gesso/state/disk/disktest"
)

const twoAccounts = `
provider "flux" {}
provider "flux" { alias = "second" }
image "a" { prompt = "x" }
image "b" {
  provider = flux.second
  prompt   = "y"
}
`

// withTwo is a situation with two accounts.
func withTwo(t *testing.T, past ...state.Event) *ladderTest {
	t.Helper()
	s := &ladderTest{Situation: situationOf(t, twoAccounts)}
	second := account.New(s.Config.Providers["flux.second"], "https://b.test")
	second.Kind = "flux"
	s.Accounts = append(s.Accounts, second)
	s.happened(t, past)
	return s
}

// needed are the accounts of needs, and whether they need a token.
func needed(p *Prepared) map[string]bool {
	names := map[string]bool{}
	for _, n := range p.Needs() {
		names[n.Name] = n.Token
	}
	return names
}

// Which accounts a run of a plan calls, and for which it needs a token.
func TestNeeds(t *testing.T) {
	remote := there("image.a", "x", state.HashPrompt("gone"))
	remote.Record.URL, remote.Record.Provider = "https://cdn.test/x", "flux.second"
	pending := func(endpoint string) []state.Event {
		r := requestOf("z")
		return []state.Event{{Kind: state.Intended, Intent: "i", Addresses: []string{"image.old"}, Request: &r, Endpoint: endpoint}, accepted("i")}
	}
	own := requestOf("y")
	for _, test := range []struct {
		name string
		past []state.Event
		want map[string]bool
	}{
		{"both buy", nil, map[string]bool{"flux": true, "flux.second": true}},
		{"a picture is at the one that made it, and the other one buys nothing", []state.Event{remote}, map[string]bool{"flux.second": true}},
		{"a call is collected", append(pending("https://b.test"), there("image.a", "x", state.HashPrompt("gone"))), map[string]bool{"flux.second": true}},
		{"a call is collected where it was begun", []state.Event{remote,
			{Kind: state.Intended, Intent: "i", Addresses: []string{"image.b"}, Request: &own, Endpoint: "https://a.test"}, accepted("i")},
			map[string]bool{"flux": true, "flux.second": false}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := made(t, withTwo(t, test.past...).Situation)
			if diff := cmp.Diff(test.want, needed(p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A sandbox or a gateway of this machine is asked what it is before it is bought from;
// until then it is taken for what the records tell.
func TestUnaskedAndAssumed(t *testing.T) {
	link := there("image.a", "x", state.HashPrompt("gone"))
	link.Record.URL, link.Record.Request.Kind = "http://127.0.0.1:1/sandbox/pictures/ab.png", "sandbox"
	link.Record.Key = link.Record.Request.Key()
	api := there("image.a", "x", state.HashPrompt("gone"))
	ledger := requestOf("x")
	bought := []state.Event{
		{Kind: state.Intended, Intent: "i", Addresses: []string{"image.a"}, Request: &ledger, Endpoint: "https://b.test"}, accepted("i"),
		{Kind: state.Collected, Intent: "i", Record: &state.Record{Address: "image.a", Request: &ledger, Picture: state.Picture{Key: ledger.Key(), Artifact: state.HashPrompt("gone")}}},
		removed("image.a"),
	}
	for _, test := range []struct {
		name string
		past []state.Event
		want string
	}{
		{"nothing is recorded", nil, account.Sandbox},
		{"a picture of the API is recorded", []state.Event{api}, "flux"},
		{"a placeholder is recorded", []state.Event{link}, account.Sandbox},
		{"the ledger has a picture of the API from there", bought, "flux"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := withTwo(t, test.past...)
			second := s.Accounts[1]
			second.Local, second.Kind = true, ""
			if err := s.Accounts.Assume(s.State, s.Workspace.Ledger()); err != nil || second.Kind != test.want {
				t.Errorf("it is taken for %q, error %v", second.Kind, err)
			}
			p := made(t, s.Situation)
			if unasked := p.Unasked(); len(unasked) != 1 || unasked[0] != second {
				t.Errorf("to be asked are %v", unasked)
			}
		})
	}
}

// What is recorded of either kind is taken for what is wanted, while nobody has said
// which one there is.
func TestUnsureKeepsWhatIsRecorded(t *testing.T) {
	kept := there("image.b", "y", "")
	kept.Record.Request.Kind, kept.Record.URL = account.Sandbox, "http://127.0.0.1:1/sandbox/pictures/ab.png"
	kept.Record.Key = kept.Record.Request.Key()
	s := withTwo(t)
	kept.Record.Artifact = disktest.Store(t, s.Workspace, "a placeholder")
	s.happened(t, []state.Event{kept})
	s.Accounts[1].Local = true
	if c := made(t, s.Situation).all["image.b"]; c.Action.Paid() || c.Request.Kind != account.Sandbox {
		t.Errorf("it is to %s, of kind %s", c.Action, c.Request.Kind)
	}
	s.Accounts[1].Asked = true
	if c := made(t, s.Situation).all["image.b"]; !c.Action.Paid() || c.Request.Kind != "flux" {
		t.Errorf("then it is to %s, of kind %s", c.Action, c.Request.Kind)
	}
}
