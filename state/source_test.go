package state

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseSource(t *testing.T) {
	hash := HashPrompt("a fox")
	tests := []struct {
		text     string
		want     Source
		withheld string
	}{
		{"", Source{}, ""},
		{"url:https://x.test/?a=b", Source{URLSource, "https://x.test/?a=b"}, "url-sha256:" + HashPrompt("https://x.test/?a=b")},
		{"url:", Source{URLSource, ""}, "url-sha256:" + HashPrompt("")},
		{"url:sha256:" + hash, Source{URLSource, "sha256:" + hash}, "url-sha256:" + HashPrompt("sha256:"+hash)},
		{"sha256:" + hash, Source{ContentSource, hash}, "sha256:" + hash},
		{"url-sha256:" + hash, Source{WithheldSource, hash}, "url-sha256:" + hash},
		{"sha256:1", Source{UnknownSource, "sha256:1"}, "sha256:1"},
		{"sha256:../" + hash[3:], Source{UnknownSource, "sha256:../" + hash[3:]}, "sha256:../" + hash[3:]},
		{"sha256:" + strings.ToUpper(hash), Source{UnknownSource, "sha256:" + strings.ToUpper(hash)}, "sha256:" + strings.ToUpper(hash)},
		{"url-sha256:", Source{UnknownSource, "url-sha256:"}, "url-sha256:"},
		{"URL:https://x.test", Source{UnknownSource, "URL:https://x.test"}, "URL:https://x.test"},
		{hash, Source{UnknownSource, hash}, hash},
	}
	for _, test := range tests {
		got := ParseSource(test.text)
		if got != test.want || got.String() != test.text {
			t.Errorf("%q: got %+v, which prints as %q, want %+v", test.text, got, got, test.want)
		}
		if withheld := got.Withheld().String(); withheld != test.withheld {
			t.Errorf("%q: withheld it is %q, want %q", test.text, withheld, test.withheld)
		}
	}
}

// A request is a line of files and the text that its key is the hash of: neither
// may know that a source is more than a string.
func TestASourceIsWrittenAsItsText(t *testing.T) {
	const before, after = `{"kind":"flux","action":"edit","prompt_sha256":"","model":"m"`, `}`
	for _, text := range []string{"", "url:https://x.test/?a=<b>&c", "sha256:" + HashPrompt("a fox"), "sha256:1", "\u2028"} {
		asked := Request{Kind: "flux", Action: "edit", Model: "m", Source: ParseSource(text)}
		said := ""
		if text != "" {
			quoted, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			said = `,"source":` + string(quoted)
		}
		got, err := json.Marshal(asked)
		if want := before + said + after; err != nil || string(got) != want {
			t.Errorf("got %s and error %v, want %s", got, err, want)
		}
		var back Request
		if err := json.Unmarshal(got, &back); err != nil || back != asked {
			t.Errorf("%s is read back as %+v, error %v", got, back, err)
		}
	}
	// What the key of an edit was while its source was a string.
	const key = "k1:088f6421b1b867b35cd9cd7883a30a341fc95b9fdf13f619927c893800d238cc"
	if got := (Request{Kind: "flux", Action: "edit", Model: "m", Source: Source{URLSource, "https://x.test/?a=<b>&c"}}).Key(); got != key {
		t.Errorf("its key is %s, want %s", got, key)
	}
}

func FuzzParseSource(f *testing.F) {
	for _, text := range []string{"", "url:", "url:https://x.test", "sha256:" + HashPrompt("a"), "url-sha256:" + HashPrompt("a"), "sha256:1", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := ParseSource(text)
		if s.String() != text {
			t.Errorf("%q prints as %q", text, s)
		}
		if s.Withheld().Withheld() != s.Withheld() || s.Withheld().Form == URLSource {
			t.Errorf("%q is withheld as %q", text, s.Withheld())
		}
		asked := Request{Source: s}.plain()
		written, err := json.Marshal(asked)
		var back Request
		if err != nil || json.Unmarshal(written, &back) != nil || back != asked {
			t.Errorf("%q is read back as %+v of %s, error %v", text, back, written, err)
		}
		if withheld := asked.WithholdSource(); withheld.Key() != asked.Key() {
			t.Errorf("%q has another key when it is withheld", text)
		}
	})
}
