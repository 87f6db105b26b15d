package cli_test

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"gesso/state/disk"
)

// cmdDamage is
//
//	damage flip|truncate|empty|folder|pin ADDRESS
//
// which damages the stored picture of an address, at a place that its bytes decide, or
// writes its hash into the file pin.csv.
func cmdDamage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: damage flip|truncate|empty|folder|pin ADDRESS")
	}
	w, err := disk.Open(ts.MkAbs("."))
	ts.Check(err)
	defer w.Close()
	loaded, err := w.Load()
	ts.Check(err)
	r := loaded.Get(args[1])
	if !r.HasPicture() {
		ts.Fatalf("%s has no picture", args[1])
	}
	if args[0] == "pin" {
		ts.Check(os.WriteFile(ts.MkAbs("pin.csv"), []byte("hen,sha256:"+r.Artifact+"\n"), 0o644))
		return
	}
	name := filepath.Join(w.Dir(), filepath.FromSlash(w.Store().Name(r.Artifact)))
	data, err := os.ReadFile(name)
	ts.Check(err)
	ts.Check(os.Remove(name))
	switch args[0] {
	case "flip":
		at := int(data[len(data)/2])*len(data)/256 + len(data)/512
		data[at%len(data)] ^= 1 << (len(data) % 8)
	case "truncate":
		data = data[:len(data)/2]
	case "empty":
		data = nil
	case "folder":
		ts.Check(os.Mkdir(name, 0o755))
		return
	default:
		ts.Fatalf("unknown damage %q", args[0])
	}
	ts.Check(os.WriteFile(name, data, 0o444))
}
