package savedplan

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gesso/runner/plan"
)

// TestReadBack: a file is read back as it was written.
func TestReadBack(t *testing.T) {
	for name, f := range map[string]*File{"all": sample(), "nothing": {Plan: &plan.Plan{}}, "many": {Plan: many(500, true)}} {
		read, err := Decode(name, encoded(t, f))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, read, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-written +read):\n%s", name, diff)
		}
	}
}

// TestSecretsAreWithheld: what is sensitive is in no file, also where it was recorded
// before it was sensitive.
func TestSecretsAreWithheld(t *testing.T) {
	const secret = "Q7zXkpWv93"
	c := after(change("image.a", plan.Regenerate, 1), record("image.a", 2))
	c.Declared.Sensitive = []string{"prompt", "source"}
	c.Declared.Source = plan.Source{URL: "https://host/" + secret}
	c.Request.Prompt, c.Before.Request.Prompt = "new "+secret, "old "+secret
	if err := c.Request.Source.UnmarshalText([]byte("url:https://host/" + secret)); err != nil {
		t.Fatal(err)
	}
	c.Reasons = []plan.Reason{
		{Cause: plan.Changed, Argument: "prompt", Old: "old " + secret, New: "new " + secret, Sensitive: true},
		{Cause: plan.Changed, Argument: "source", Old: "url:" + secret, New: "url:" + secret},
	}
	held := fmt.Sprint(c.Request, *c.Before.Request, c.Reasons)
	data := encoded(t, &File{Plan: &plan.Plan{Changes: []*plan.Change{c}}})
	_, body, err := split("x", data)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte(secret)) {
		t.Errorf("the secret is in the file:\n%s", text)
	}
	if now := fmt.Sprint(c.Request, *c.Before.Request, c.Reasons); now != held {
		t.Errorf("the plan itself was changed:\n%s\n%s", held, now)
	}
	read, err := Decode("x", data)
	if err != nil {
		t.Fatal(err)
	}
	if got := read.Plan.Changes[0]; got.Key != c.Key || got.Request.PromptHash != c.Request.PromptHash {
		t.Errorf("the request is another one: %+v", got)
	}
}

// TestEveryByteFlipped: a file that differs in any byte is refused.
func TestEveryByteFlipped(t *testing.T) {
	data := encoded(t, sample())
	for i := range data {
		for _, bit := range []byte{1, 0x20, 0x80} {
			changed := bytes.Clone(data)
			changed[i] ^= bit
			var problem *Error
			var version *VersionError
			if _, err := Decode("x", changed); !errors.As(err, &problem) && !errors.As(err, &version) {
				t.Fatalf("byte %d ^ %#x: %v", i, bit, err)
			}
		}
	}
}

// TestEveryCut: a file that ends early is refused, and so is one that goes on.
func TestEveryCut(t *testing.T) {
	data := encoded(t, sample())
	for n := range data {
		_, err := Decode("x", data[:n])
		var problem *Error
		if !errors.As(err, &problem) {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if want := "is cut off"; n > len(`{"gesso":"plan"`) && !strings.Contains(problem.Problem, want) {
			t.Fatalf("%d bytes: %v, want %q", n, err, want)
		}
	}
	for _, more := range []string{"\n", "x"} {
		if _, err := Decode("x", append(bytes.Clone(data), more...)); err == nil {
			t.Errorf("%q behind it is read over", more)
		}
	}
}

// packed is a file whose checksum is right, whatever it holds.
func packed(version int, text string) []byte {
	var body bytes.Buffer
	w, _ := flate.NewWriter(&body, flate.BestCompression) // the level is one
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	sum := sha256.Sum256(body.Bytes())
	return append(header{format, version, hex.EncodeToString(sum[:]), body.Len()}.line(), body.Bytes()...)
}

// TestRefused: what is no plan, or one that gesso cannot have written, is refused with
// its reason.
func TestRefused(t *testing.T) {
	head := `{"gesso_version":"0.1.0","changes":%d,"unchanged":0,"plan":{}}` + "\n"
	one := fmt.Sprintf(head, 1)
	for _, test := range []struct {
		data string
		want string
	}{
		{"", "is no plan file"},
		{"image \"a\" {}\n", "is no plan file"},
		{`{"gesso":"state","version":1}` + "\n", "is no plan file"},
		{strings.Repeat("x", 1000), "is no plan file"},
		{string(packed(Version+1, "")), "which a newer gesso wrote"},
		{string(packed(0, "")), "is damaged in its first line"},
		{string(packed(Version, "")), "EOF"},
		{string(packed(Version, "[]")), "is not what gesso writes"},
		{string(packed(Version, `{"plan":null}`)), "its plan is not there"},
		{string(packed(Version, `{"new":1,"plan":{}}`)), `unknown field "new"`},
		{string(packed(Version, one)), "EOF"},
		{string(packed(Version, fmt.Sprintf(head, 0)+"{}")), "more than it says"},
		{string(packed(Version, fmt.Sprintf(head, -1))), ""},
		{string(packed(Version, fmt.Sprintf(head, 1<<40)+"{}")), "EOF"},
		{string(packed(Version, one+`{"address":"image.a","action":"burn"}`)), `no action is called "burn"`},
		{string(packed(Version, one+`{"address":"image.a","action":"move","declared":{"block":"x","attempts":1}}`)), "image.a has no record to move"},
		{string(packed(Version, one+`{"address":"image.a","action":"generate"}`)), "image.a is declared and not"},
		{string(packed(Version, one+`{"address":"image.a","action":"in doubt","declared":{"block":"x","attempts":1}}`)), "image.a has no call"},
	} {
		_, err := Decode("release.plan", []byte(test.data))
		switch {
		case test.want == "" && err != nil, test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%.60q: %v, want %q", test.data, err, test.want)
		case err != nil && !strings.HasPrefix(err.Error(), "release.plan is "):
			t.Errorf("%.60q: %v does not begin with its name", test.data, err)
		}
	}
}

// TestSize: a change takes less than 200 bytes beyond its prompts, also where a record
// full of hashes goes with it.
func TestSize(t *testing.T) {
	const n = 10_000
	for _, recorded := range []bool{false, true} {
		p := many(n, recorded)
		size := len(encoded(t, &File{Plan: p}))
		t.Logf("recorded %t: %d bytes a change", recorded, size/n)
		if size >= 200*n {
			t.Errorf("recorded %t: %d bytes a change", recorded, size/n)
		}
	}
}

// FuzzDecode: whatever is read is written so that it is read as the same again.
func FuzzDecode(f *testing.F) {
	f.Add(`{"gesso_version":"0.1.0","changes":1,"unchanged":0,"plan":{}}` + "\n" + `{"address":"image.a","action":"generate","key":"=","request":{"prompt":"x","prompt_sha256":"="},"declared":{"block":"x","attempts":1}}`)
	f.Add(`{"values":[{"name":"a","from":"b","value":{}}],"changes":0,"unchanged":0,"plan":{"budget":{"max_images":1}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		read, err := Decode("x", packed(Version, text))
		if err != nil {
			return
		}
		data, err := Encode(read)
		if err != nil {
			return // a number or a time that JSON has and Go has not
		}
		again, err := Decode("x", data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Withheld(read.Plan), again.Plan, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-first +second):\n%s", diff)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	f := &File{Plan: many(10_000, true)}
	for b.Loop() {
		encoded(b, f)
	}
}

func BenchmarkDecode(b *testing.B) {
	data := encoded(b, &File{Plan: many(10_000, true)})
	for b.Loop() {
		if _, err := Decode("x", data); err != nil {
			b.Fatal(err)
		}
	}
}
