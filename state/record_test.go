package state

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
)

func TestAWithheldRequestKeepsItsKey(t *testing.T) {
	r := Request{Kind: "flux", Action: "edit", Prompt: "night", PromptHash: HashPrompt("night"), Model: "m", Source: Source{URLSource, "https://x.test/?secret"}}
	withheld := r.WithholdSource()
	withheld.Prompt = ""
	if withheld.Key() != r.Key() {
		t.Error("withholding the prompt and the source changed the key")
	}
	other := r
	other.Source.Value = "https://x.test/?other"
	if other.Key() == r.Key() {
		t.Error("another source has the same key")
	}
}

// The canonical form is that of encoding/json, to the byte: a key is for ever.
func TestCanonicalRequest(t *testing.T) {
	full := Request{Kind: "flux", Action: "edit", PromptHash: HashPrompt("night"), Model: "m", Size: "1024x1024", Take: 3, Source: ParseSource("sha256:00")}
	requests := []Request{{}, full}
	fields := reflect.ValueOf(&full).Elem()
	for i := range fields.NumField() {
		without := full
		reflect.ValueOf(&without).Elem().Field(i).SetZero()
		requests = append(requests, without)
		for _, text := range []string{`"`, `\`, "<", ">", "&", "\n", "\x00", "\x7f", "é", "\xff", "\u2028", " ", "'"} {
			with := full
			switch field := reflect.ValueOf(&with).Elem().Field(i); field.Kind() {
			case reflect.String:
				field.SetString("a" + text)
			case reflect.Struct:
				with.Source = ParseSource("url:a" + text)
			}
			requests = append(requests, with)
		}
	}
	for _, source := range []string{"url:https://a.test/?a&b", "url:https://a.test/", `"`} {
		with := full
		with.Source = ParseSource(source)
		requests = append(requests, with)
	}
	for _, r := range requests {
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.canonical(nil); string(got) != string(want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	const known = "k1:5644c562cede82f83889501d3bd55e97b79ab1ed55d467435e6814a9f800497a"
	if key := fmt.Sprint(full.Key()); key != known {
		t.Errorf("the key of a request is %s, and was %s", key, known)
	}
}
