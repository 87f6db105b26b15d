package funcs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"gesso/spec/funcs"
)

// heroesCSV is a table of five columns as a spreadsheet saves it: a byte order mark, and CRLF.
func heroesCSV(rows int) cty.Value {
	var b strings.Builder
	b.WriteString("\ufeffid,name,faction,rarity,description\r\n")
	for i := range rows {
		fmt.Fprintf(&b, "h%d,\"Hero, %d\",light,%d,a knight with a lantern — 骑士\r\n", i, i, i%5)
	}
	return cty.StringVal(b.String())
}

func TestCSVOfASpreadsheet(t *testing.T) {
	const rows = 1000
	v, err := funcs.Table(nil, time.Now, nil)["csvdecode"].Call([]cty.Value{heroesCSV(rows)})
	if err != nil {
		t.Fatal(err)
	}
	if got := v.LengthInt(); got != rows {
		t.Fatalf("%d rows, want %d", got, rows)
	}
	want := cty.ObjectVal(map[string]cty.Value{
		"id":          cty.StringVal("h999"),
		"name":        cty.StringVal("Hero, 999"),
		"faction":     cty.StringVal("light"),
		"rarity":      cty.StringVal("4"),
		"description": cty.StringVal("a knight with a lantern — 骑士"),
	})
	if got := v.Index(cty.NumberIntVal(rows - 1)); !got.RawEquals(want) {
		t.Errorf("the last row is %#v, want %#v", got, want)
	}
}

// BenchmarkCSV is of 100,000 rows, which are to take less than a second.
func BenchmarkCSV(b *testing.B) {
	text, decode := heroesCSV(100_000), funcs.Table(nil, time.Now, nil)["csvdecode"]
	for b.Loop() {
		if _, err := decode.Call([]cty.Value{text}); err != nil {
			b.Fatal(err)
		}
	}
}
