package secret

import (
	"strconv"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/lines"
	"gesso/spec/origin"
)

const (
	// maxSecrets is how many texts are remembered, and maxSecretNodes how far a
	// value is gone through for them.
	maxSecrets     = 2_000
	maxSecretNodes = 20_000
	// shortSecret is the shortest text that can be told from an ordinary word,
	// and longRun is the part of a longer one that gives it away, in bytes.
	shortSecret = 6
	longRun     = 16
)

// concealed stands in a message for what is secret.
const concealed = "(sensitive)"

// Texts are the texts that must be in no message. Marks keep a value from
// being shown as a value; but an error of a library or a rule quotes what it is
// about, and has no marks. This is the net below those who know what they quote.
// It is safe for concurrent use.
type Texts struct {
	mu    sync.RWMutex
	texts map[string]bool
}

// New is a Texts that has seen nothing.
func New() *Texts { return &Texts{texts: map[string]bool{}} }

// Note remembers what is secret in a value.
func (s *Texts) Note(value cty.Value) {
	left := maxSecretNodes
	s.search(value, false, &left)
}

// NoteAll remembers a value all of which is secret.
func (s *Texts) NoteAll(value cty.Value) {
	left := maxSecretNodes
	s.search(value, true, &left)
}

func (s *Texts) search(value cty.Value, secret bool, left *int) {
	if *left--; *left < 0 || value == cty.NilVal {
		return
	}
	value, marks := value.Unmark()
	for mark := range marks {
		secret = secret || mark == origin.Sensitive || mark == origin.Ephemeral
	}
	if !value.IsKnown() || value.IsNull() {
		return
	}
	ty := value.Type()
	switch {
	case ty == cty.String && secret:
		s.add(value.AsString())
	case ty == cty.Number && secret:
		if f := value.AsBigFloat(); f.IsInt() {
			s.add(f.Text('f', 0))
		}
	case ty.IsPrimitiveType() || !value.CanIterateElements():
	case ty.IsSetType() && !secret: // what is in a set has no marks of its own, and going through it takes as long as to put it in order
	default:
		for it := value.ElementIterator(); it.Next() && *left > 0; {
			key, element := it.Element()
			if secret && (ty.IsMapType() || ty.IsObjectType()) {
				// An attribute's name may be an ordinary word; a message that quotes one
				// has its own rule.
				s.add(key.AsString())
			}
			s.search(element, secret, left)
		}
	}
}

func (s *Texts) add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text = strings.TrimSpace(text); len(text) >= shortSecret && len(s.texts) < maxSecrets {
		s.texts[text] = true
		if quoted := strings.Trim(strconv.Quote(text), `"`); quoted != text {
			s.texts[quoted] = true
		}
		s.texts[lines.Fold(text)] = true // as a prompt has it
	}
}

// Conceal takes what is secret out of messages.
func (s *Texts) Conceal(diags hcl.Diagnostics) hcl.Diagnostics {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for secret := range s.texts {
		run := min(longRun, max(shortSecret, len(secret)/3))
		for i, d := range diags {
			if detail := concealIn(d.Detail, secret, run); detail != d.Detail {
				changed := *d
				changed.Detail = detail
				diags[i] = &changed
			}
		}
	}
	return diags
}

// concealIn replaces a secret in a text, and between quotes also parts of it
// from so many bytes on: between others a few letters are a word like any other.
func concealIn(text, secret string, run int) string {
	if len(secret) > longRun || strings.ContainsFunc(secret, func(r rune) bool { return r < 'a' || r > 'z' }) {
		text = strings.ReplaceAll(text, secret, concealed)
	}
	if len(text) < run || len(secret) < run || len(secret) > maxScanned || !strings.ContainsAny(text, "\"`") {
		return text
	}
	parts := make(map[string]bool, len(secret))
	for i := 0; i+run <= len(secret); i++ {
		parts[secret[i:i+run]] = true
	}
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); {
		quoted = quoted != (text[i] == '"' || text[i] == '`')
		if !quoted || i+run > len(text) || !parts[text[i:i+run]] {
			b.WriteByte(text[i])
			i++
			continue
		}
		end := i + run
		for end < len(text) && parts[text[end-run+1:end+1]] {
			end++
		}
		b.WriteString(concealed)
		i = end
	}
	return b.String()
}

// maxScanned is the longest secret of which parts are looked for.
const maxScanned = 64 << 10

// Discreet is HCL's diagnostics of an expression without what they tell of
// secrets. A for expression has its elements without the marks of what it goes
// through: neither the values of its names nor what a function says of them may
// be shown.
func Discreet(expr hcl.Expression, ctx *hcl.EvalContext, diags hcl.Diagnostics) hcl.Diagnostics {
	if !diags.HasErrors() || !usesSecret(expr, ctx) {
		return diags
	}
	for _, d := range diags {
		call, isCall := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
		inLoop := d.EvalContext != nil && d.EvalContext != ctx
		if inLoop && isCall && call.FunctionCallError() != nil || d.Summary == "Duplicate object key" {
			d.Detail = "What is wrong is not shown, because the expression uses a sensitive value."
		}
		if inLoop {
			d.Expression, d.EvalContext = expr, ctx
		}
	}
	return diags
}

// usesSecret tells whether something that an expression refers to must not be
// shown.
func usesSecret(expr hcl.Expression, ctx *hcl.EvalContext) bool {
	for _, t := range expr.Variables() {
		value, diags := t.TraverseAbs(ctx)
		if diags.HasErrors() {
			continue
		}
		if left := maxSecretNodes; marksSecret(value, &left) {
			return true
		}
	}
	return false
}

// marksSecret tells whether a value has such a mark, as far as it looks.
func marksSecret(value cty.Value, left *int) bool {
	if *left--; *left < 0 || value == cty.NilVal {
		return false
	}
	value, marks := value.Unmark()
	if o := origin.Of(marks); o.Sensitive || o.Ephemeral {
		return true
	}
	if !value.IsKnown() || value.IsNull() || value.Type().IsPrimitiveType() || !value.CanIterateElements() {
		return false
	}
	for it := value.ElementIterator(); it.Next(); {
		if _, element := it.Element(); marksSecret(element, left) {
			return true
		}
	}
	return false
}
