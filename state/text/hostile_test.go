package text

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gesso/state"
)

// What gesso cannot have written is refused by file, line and field, whether the
// line has a checksum that somebody made for it or is of a version without.
func TestHostileFieldsAreRefusedByName(t *testing.T) {
	saved := unsealed(stateOf(t, applied(
		collectedBy("", 1, 0, record("image.a", 7)), reviewed("image.a", 8, 7, state.Reject), intended("i1", 2, "image.b", "image.c"), accepted("i1", 3),
	)))
	key := string(request(7).Key())
	for _, test := range []struct{ old, new, want string }{
		{`"index":0`, `"index":-1`, "gesso.state:3: image.b: pending[0].index is -1, which is not a whole number from 0 to 999"},
		{`"index":0`, `"index":2`, "gesso.state:3: image.b: pending[0].index is 2, and the call asked for 2 pictures"},
		{`"index":0,"count":2`, `"index":4000000000`, "gesso.state:3: image.b: pending[0].index is 4000000000"},
		{`"index":0`, `"index":9223372036854775808`, "gesso.state:3: image.b: pending.index is a number 9223372036854775808, which it cannot be"},
		{`"index":0`, `"index":0.5`, "gesso.state:3: image.b: pending.index is a number 0.5, which it cannot be"},
		{`"count":2`, `"count":-5`, "gesso.state:3: image.b: pending[0].count is -5"},
		{`"count":2`, `"count":1000000000`, "gesso.state:3: image.b: pending[0].count is 1000000000"},
		{`"intent":"i1",`, ``, "gesso.state:3: image.b: pending[0].intent is missing"},
		{`"price":0.02`, `"price":-0.02`, "gesso.state:3: image.b: pending[0].price is -0.02, which is no amount"},
		{`"price":0.02`, `"price":1e300`, "gesso.state:3: image.b: pending[0].price is 1e+300, which is no amount"},
		{`"price":0.02`, `"price":1e999`, "gesso.state:3: image.b: pending.price is a number 1e999, which it cannot be"},
		{`"price":0.02`, `"price":NaN`, "gesso.state:3: invalid character 'N'"},
		{`"2026-11-22T12:00:02Z"`, `"9999-12-31T23:59:59-05:00"`, "gesso.state:3: image.b: pending[0].time is 9999-12-31 23:59:59 -0500"},
		{`"2026-11-22T12:00:02Z"`, `"0000-01-01T00:00:00Z"`, "gesso.state:3: image.b: pending[0].time is 0000-01-01 00:00:00 +0000"},
		{`"2026-11-22T12:00:02Z"`, `"99999-01-01T00:00:00Z"`, "gesso.state:3: image.b: parsing time"},
		{`"size":"1024x1024"},"endpoint"`, `"size":"1024x1024","take":-1},"endpoint"`, "gesso.state:3: image.b: pending[0].request.take is -1"},
		{`"prompt_sha256":"` + state.HashPrompt("2"), `"prompt_sha256":"` + state.HashPrompt("3"), "gesso.state:3: image.b: pending[0].key is not the key of the request"},
		{`"size":"1024x1024"},"key"`, `"size":"1024x1024","take":9999999999},"key"`, "gesso.state:2: image.a: key is not the key of the request"},
		{`"model":"flux-dev"`, `"model":"flux-pro"`, "gesso.state:2: image.a: key is not the key of the request"},
		{key, "k1:" + sha(1), "gesso.state:2: image.a: key is not the key of the request"},
		{key, "", "gesso.state:2: image.a: key is missing"},
		{key, "nonsense", `gesso.state:2: image.a: key is "nonsense", which is not a key`},
		{`"artifact":"` + sha(7), `"artifact":"../../etc/passwd`, `gesso.state:2: image.a: artifact is "../../etc/passwd", which is not a SHA-256`},
		{`"output_sha256":"` + sha(7), `"output_sha256":"7`, `gesso.state:2: image.a: output_sha256 is "7", which is not a SHA-256`},
		{`"width":1024`, `"width":99999999999999999999`, "gesso.state:2: image.a: width is a number 99999999999999999999, which it cannot be"},
		{`"width":1024`, `"width":"1024"`, "gesso.state:2: image.a: width is a string, which it cannot be"},
		{`"model":"flux-dev"`, `"model":5`, "gesso.state:2: image.a: request.model is a number, which it cannot be"},
		{`"width":1024`, `"width":-1`, "gesso.state:2: image.a: width is -1"},
		{`"height":1024`, `"height":99999999999`, "gesso.state:2: image.a: height is 99999999999"},
		{`"bytes":123456`, `"bytes":-123456`, "gesso.state:2: image.a: bytes is -123456"},
		{`"seed":"42"`, `"cost":-1`, "gesso.state:2: image.a: cost is -1, which is no amount"},
		{`"generated_at":"2026-11-22T12:00:07Z"`, `"generated_at":"9999-12-31T23:59:59-05:00"`, "gesso.state:2: image.a: generated_at is 9999-12-31"},
		{`"verdict":"reject"`, `"verdict":"maybe"`, `gesso.state:2: image.a: reviews[0].verdict is "maybe", which is neither "approve" nor "reject"`},
		{`"verdict":"reject",`, ``, `gesso.state:2: image.a: reviews[0].verdict is "", which is neither "approve" nor "reject"`},
		{`[{"artifact":"` + sha(7), `[{"artifact":"7`, `gesso.state:2: image.a: reviews[0].artifact is "7", which is not a SHA-256`},
		{`[{"artifact":"` + sha(7) + `",`, `[{`, `gesso.state:2: image.a: reviews[0].artifact is missing`},
		{`"by":"design"`, `"by":"` + strings.Repeat("x", 1025) + `"`, `gesso.state:2: image.a: reviews[0].by has 1025 bytes, and a name has up to 1024`},
		{`"note":"Six fingers."`, `"note":"` + strings.Repeat("x", 8193) + `"`, `gesso.state:2: image.a: reviews[0].note has 8193 bytes, and a note has up to 8192`},
		{`"reviews":[`, `"reviews":[` + strings.Repeat(`{"artifact":"`+sha(7)+`","verdict":"reject","at":"2026-11-22T12:00:02Z"},`, 10_000), `gesso.state:2: image.a: reviews has 10001 entries, and of one address up to 10000 are recorded`},
		{`"at":"2026-11-22T12:00:08Z"`, `"at":"0000-01-01T00:00:00Z"`, `gesso.state:2: image.a: reviews[0].at is 0000-01-01`},
		{`"output_sha256":`, `"instead_sha256":"8","output_sha256":`, `gesso.state:2: image.a: instead_sha256 is "8", which is not a SHA-256`},
	} {
		for _, sealed := range []bool{false, true} {
			t.Run(fmt.Sprint(test.new, sealed), func(t *testing.T) {
				damaged := strings.Replace(saved, test.old, test.new, 1)
				if damaged == saved {
					t.Fatalf("%q is not in\n%s", test.old, saved)
				}
				if sealed {
					damaged = sealedText(damaged)
				}
				_, err := Parse([]byte(damaged))
				var damage *state.DamageError
				if !errors.As(err, &damage) || !strings.HasPrefix(err.Error(), test.want) || damage.Hint == "" {
					t.Errorf("got  %v\nwant %s", err, test.want)
				}
			})
		}
	}
}

// The hint names what is paid for and how it is settled.
func TestHintOfAHostileCall(t *testing.T) {
	saved := unsealed(stateOf(t, applied(intended("i1", 2, "image.b"), accepted("i1", 3))))
	_, err := Parse([]byte(strings.Replace(saved, `"index":0`, `"index":-1`, 1)))
	var damage *state.DamageError
	if !errors.As(err, &damage) || !strings.Contains(damage.Hint, "gesso resolve settles the call of task task-i1") {
		t.Errorf("%v, hint %q", err, damage.Hint)
	}
}

// sealedText gives each record's line the checksum that it has to have.
func sealedText(saved string) string {
	var b strings.Builder
	for line := range strings.Lines(saved) {
		if body, ok := strings.CutSuffix(line, "}\n"); ok && strings.HasPrefix(line, `{"address"`) {
			line = body + string(AppendSeal(nil, []byte(body))) + "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}

// No changed bit of a state file goes unseen.
func TestStateBitFlips(t *testing.T) {
	whole := []byte(stateOf(t, sample()))
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		bit := random.IntN(8 * (len(whole) - 1)) // the last line end may be missing or another
		data := bytes.Clone(whole)
		data[bit/8] ^= 1 << (bit % 8)
		got, err := Parse(data)
		var damage *state.DamageError
		var version *state.VersionError
		if !errors.As(err, &damage) && !errors.As(err, &version) {
			t.Fatalf("bit %d makes %q of %q and is not seen: %v, %d records", bit, data[bit/8], whole[bit/8], err, len(got))
		}
	}
}

// Of a file by an older version, what decides about payment is compared.
func TestUnsealedKeyFlips(t *testing.T) {
	whole := []byte(unsealed(stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 7))))))
	start := bytes.Index(whole, []byte(request(7).Key()))
	for bit := 8 * start; bit < 8*(start+len(request(7).Key())); bit++ {
		data := bytes.Clone(whole)
		data[bit/8] ^= 1 << (bit % 8)
		if _, err := Parse(data); err == nil {
			t.Errorf("bit %d makes a key of %q", bit, data[start:start+8])
		}
	}
}
