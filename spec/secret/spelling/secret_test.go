package spelling

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const token = "Tk-9_odd/secret+0f=the.test~"

// each writes every character of a text in a form.
func each(text, form string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, form, c)
	}
	return b.String()
}

// spelled are ways to write a text.
var spelled = map[string]func(string) string{
	"plain":       func(s string) string { return s },
	"capitals":    strings.ToUpper,
	"query":       url.QueryEscape,
	"path":        url.PathEscape,
	"percent":     func(s string) string { return each(s, "%%%02x") },
	"PERCENT":     func(s string) string { return each(s, "%%%02X") },
	"percent u":   func(s string) string { return each(s, "%%u%04x") },
	"JSON":        func(s string) string { return each(s, `\u%04X`) },
	"slashes":     func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
	"bytes":       func(s string) string { return each(s, `\x%02x`) },
	"long":        func(s string) string { return each(s, `\U%08x`) },
	"Go":          func(s string) string { return strconv.Quote(strconv.Quote(s)) },
	"HTML":        html.EscapeString,
	"entities":    func(s string) string { return each(s, "&#%d;") },
	"ENTITIES":    func(s string) string { return each(s, "&#x%x;") },
	"blanks":      func(s string) string { return each(s, "%c ") },
	"not seen":    func(s string) string { return each(s, "%c\u200b") },
	"hex":         func(s string) string { return hex.EncodeToString([]byte(s)) },
	"HEX":         func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
	"base64":      func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 URL":  func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) },
	"in base64":   func(s string) string { return base64.StdEncoding.EncodeToString([]byte("Bearer " + s + ", no")) },
	"in base64 2": func(s string) string { return base64.StdEncoding.EncodeToString([]byte("key: " + s + " it is")) },
}

// A token is found in each spelling, and in each spelling of a spelling.
func TestSpellings(t *testing.T) {
	secret := Of(token)
	for name, spell := range spelled {
		for outer, again := range spelled {
			switch {
			case coded(outer) && !slices.Contains([]string{"plain", "hex", "base64"}, name):
				continue // a code of an escape: not looked for
			case outer == "capitals" && (coded(name) || slices.Contains([]string{"percent u", "JSON", "bytes"}, name)), outer == "query" && name == "blanks":
				continue // no longer what it was
			}
			text := "key=" + again(spell(token)) + "&x=1"
			blotted := secret.Blot(text, "[token]")
			if !secret.In(text) || secret.In(blotted) || !strings.HasPrefix(blotted, "key=") || !strings.HasSuffix(blotted, "&x=1") {
				t.Errorf("%s of %s: %.300s is blotted to %.300s", outer, name, text, blotted)
			}
		}
	}
}

func coded(name string) bool {
	return strings.Contains(name, "base64") || strings.EqualFold(name, "hex")
}

func TestOrdinaryTextsTellNothing(t *testing.T) {
	secret := Of(token)
	for _, text := range []string{"", "the token is not valid", "100% of 4 pictures", "a\\b &amp; c;", "%", "\\u00", "&#;", "Tk-9_odd", "图片 %E5%9B%BE"} {
		if got := secret.Blot(text, "[token]"); got != text || secret.In(text) {
			t.Errorf("%q becomes %q", text, got)
		}
	}
	if got := Of("").Blot("a text", "[token]"); got != "a text" {
		t.Errorf("nothing is a secret in %q", got)
	}
	if got := Of("a").Blot("%61 b", "-"); got != "- b" {
		t.Errorf("a short secret: %q", got)
	}
}

// What is nested as deep as a text is long is undone without taking ever more time.
func TestDeepEscapes(t *testing.T) {
	began := time.Now()
	text := "%" + strings.Repeat("25", 1<<20) + "41" + strings.Repeat(`\`, 1<<20)
	if Of("Abcdefgh").In(text) {
		t.Error("found what is not there")
	}
	if text += "%" + strings.Repeat("25", 1000) + "41bcdefgh"; !Of("Abcdefgh").In(text) {
		t.Error("not found a thousand escapes deep")
	}
	t.Log(time.Since(began))
}

func TestCoded(t *testing.T) {
	for text, want := range map[string]bool{"the size is wrong": false, "a%20b": true, "an " + strings.Repeat("x", 41): true, `a \u0041`: true, "50 % of it": false} {
		if got := Coded(text, 40); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
