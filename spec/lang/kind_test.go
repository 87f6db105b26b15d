package lang

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Settings hold tokens: however they are printed, they are not told.
func TestSettingsAreNotPrinted(t *testing.T) {
	const secret = "a-token"
	v := &Values{Arguments: map[string]any{"token": secret}, Blocks: map[string][]*Values{"b": {{Arguments: map[string]any{"token": secret}}}}}
	for _, text := range []string{fmt.Sprint(v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v), fmt.Sprintf("%s", v), fmt.Sprintf("%v", struct{ V *Values }{v})} {
		if strings.Contains(text, secret) {
			t.Errorf("%s tells the token", text)
		}
	}
}

func TestValues(t *testing.T) {
	inner := &Values{Arguments: map[string]any{"n": 3}}
	v := &Values{
		Arguments: map[string]any{"text": "x", "wait": 2 * time.Second, "none": ""},
		Unknown:   map[string]bool{"later": true},
		Blocks:    map[string][]*Values{"inner": {inner}},
	}
	var absent *Values
	if v.Text("text") != "x" || v.Text("wait") != "" || Of[time.Duration](v, "wait") != 2*time.Second {
		t.Error("a value is another than what was given")
	}
	if _, given := Given[string](v, "none"); !given {
		t.Error("an empty text is given")
	}
	if v.Block("inner") != inner || *Pointer[int](inner, "n") != 3 || Pointer[int](inner, "m") != nil || !v.IsUnknown("later") {
		t.Error("a block is another than what was given")
	}
	if absent.Text("text") != "" || absent.Block("inner").Block("deeper") != nil || absent.IsUnknown("later") {
		t.Error("a block that is not there has something in it")
	}
}

func TestCheckEndpoint(t *testing.T) {
	for endpoint, fine := range map[string]bool{
		"": true, "sandbox": true, "https://a.test": true, "HTTP://a.test/b": true,
		"sandbx": false, "https://": false, "ftp://a.test": false, "a.test": false, "http:/a.test": false,
	} {
		if problems := CheckEndpoint("endpoint", endpoint); (len(problems) == 0) != fine {
			t.Errorf("%q: got %v", endpoint, problems)
		}
	}
}

// A kind with a sandbox is another kind, and the one that it was made of stays.
func TestWith(t *testing.T) {
	block := Define(Schema{Type: "provider", Labels: []string{"name"}, Arguments: []*Argument{{Name: "alias", Type: Text}}})
	kind := &Kind{Name: "painter", Block: block}
	more := kind.With(Define(Schema{Type: "sandbox"}))
	if len(kind.Block.Blocks) != 0 || more.Block.Block("sandbox") == nil || more.Block.Argument("alias") == nil {
		t.Errorf("got blocks %v of %v", more.Block.BlockTypes(), kind.Block.BlockTypes())
	}
	if kind.DefaultSize("oil") != "" || (*Kind)(nil).DefaultSize("oil") != "" {
		t.Error("a kind without sizes has one")
	}
}
