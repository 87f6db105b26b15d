package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// cmdDecide appends a decision about the picture that an address has now to a file of
// decisions, which is made where there is none: decide FILE VERDICT ADDRESS [FIELD=VALUE...].
// Fields are takes, note, take (which of the pictures that the address had, by its number
// in gesso takes, or a hash), of (a hash, in place of the present one's), by, which
// begins a new header, and made, of the first header, which may be now.
func cmdDecide(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: decide FILE VERDICT ADDRESS [FIELD=VALUE...]")
	}
	line := map[string]any{"verdict": args[1], "address": args[2]}
	if r := recordIn(ts, args[2]); r.HasPicture() {
		line["artifact"] = r.Artifact
	}
	by, made := "design", ""
	for _, field := range args[3:] {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "takes":
			n, err := strconv.Atoi(value)
			ts.Check(err)
			line[name] = n
		case "take":
			line[name] = takeOf(ts, args[2], value)
		case "of":
			line["artifact"] = value
		case "by":
			by = value
		case "made":
			if made = value; value == "now" {
				made = time.Now().UTC().Format(time.RFC3339)
			}
		case "note": // with escapes, as Go has them
			text, err := strconv.Unquote(`"` + value + `"`)
			ts.Check(err)
			line[name] = text
		default:
			line[name] = value
		}
	}
	text, err := os.ReadFile(ts.MkAbs(args[0]))
	if err != nil || by != "design" {
		first := map[string]any{"gesso": "decisions", "version": 1, "reviewer": by}
		if made != "" {
			first["made"] = made
		}
		header, err := json.Marshal(first)
		ts.Check(err)
		text = append(append(text, header...), '\n')
	}
	data, err := json.Marshal(line)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), append(append(text, data...), '\n'), 0o666))
}

// recordIn is what is recorded of an address in the workspace at work.
func recordIn(ts *testscript.TestScript, address string) *state.Record {
	set, err := workspaces.Open(ts.MkAbs("."), time.Now)
	ts.Check(err)
	defer set.Close()
	name, err := set.Chosen(ts.Getenv("GESSO_WORKSPACE"))
	ts.Check(err)
	w, err := disk.OpenNamed(ts.MkAbs("."), name, time.Now)
	ts.Check(err)
	defer w.Close()
	loaded, err := w.Load()
	ts.Check(err)
	return loaded.Get(address)
}

// takeOf is the hash of one of the pictures that an address had, by its number.
func takeOf(ts *testscript.TestScript, address, number string) string {
	if len(number) > 5 {
		return number
	}
	ts.Check(ts.Exec("gesso", "takes", "-json", address))
	var said struct {
		Takes []struct {
			Number int
			Values struct{ SHA256 string }
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &said))
	for _, t := range said.Takes {
		if fmt.Sprint(t.Number) == number {
			return t.Values.SHA256
		}
	}
	ts.Fatalf("%s has no take %s", address, number)
	return ""
}
