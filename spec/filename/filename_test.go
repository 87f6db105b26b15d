package filename

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestOutput(t *testing.T) {
	for name, want := range map[string]string{
		"a.png": "a.png", "./a//b.JPG": "a/b.JPG", "x/../a.jpeg": "a.jpeg", "a.WebP": "a.WebP", "CON.png": "CON.png", "a:b.png": "a:b.png",
		".github/logo.png": ".github/logo.png", "gesso/a.png": "gesso/a.png", "git/a.png": "git/a.png", "a..png": "a..png",
		strings.Repeat("a", 226) + ".png": strings.Repeat("a", 226) + ".png",
	} {
		if got, why := Output(name); got != want || why != "" {
			t.Errorf("Output(%q) = %q, %q", name, got, why)
		}
	}
	for name, want := range map[string]string{
		"":                                "is empty",
		"../a.png":                        "leads out",
		"/a.png":                          "leads out",
		"a/../../b.png":                   "leads out",
		"..":                              "leads out",
		"a\\b.png":                        "backslash",
		"a\nb.png":                        "control character",
		"a":                               "no extension",
		"NOTES.md":                        "ends in .md",
		"main.hcl":                        "ends in .hcl",
		"main.hcl.json":                   "ends in .json",
		"gesso.hclvars":                   "ends in .hclvars",
		"gesso.state":                     "ends in .state",
		"a.webm":                          "ends in .webm",
		".png":                            "no name",
		"a.png/":                          "a folder",
		".git/config":                     "no extension",
		strings.Repeat("a", 227) + ".png": "230 bytes",
	} {
		if got, why := Output(name); got != "" || !strings.Contains(why, want) {
			t.Errorf("Output(%q) = %q, %q; want %q", name, got, why, want)
		}
	}
}

// No picture lies below the name of a file of gesso's own: the state could not be written
// when it is paid for, or the next run would read the folder as a configuration.
func TestClaimed(t *testing.T) {
	for _, path := range []string{
		"gesso.state/a.png", "Gesso.State/b/a.png", "gesso.state. /a.png", "gesso.state.d/a.png", "gesso.hclvars/a.png", "gesso.hclvars.json/a.png",
		"main.hcl/a.png", "x.HCL/a.png", "x.hcl.json/a.png", "x.auto.hclvars/a.png", "x.auto.hclvars.json/a.png", "main.hcl",
	} {
		if Claimed(path) == "" {
			t.Errorf("%q may be a folder's", path)
		}
	}
	for _, path := range []string{"a.png", "images/gesso.state/a.png", "gesso.states/a.png", "x.hclvars/a.png", "hcl/a.png", "x.json/a.png", ".hcl/a.png", ".x.hcl/a.png", "a/main.hcl/a.png"} {
		if why := Claimed(path); why != "" {
			t.Errorf("%q %s", path, why)
		}
	}
}

// Whatever a file system takes for a folder of git's or gesso's own is refused,
// wherever it is in a path.
func TestFoldersThatAreSomebodysOwn(t *testing.T) {
	for _, folder := range []string{
		".git", ".GIT", ".Git.", ".git ", ".git. .", ".g\u200cit", "\ufeff.git", ".git::$INDEX_ALLOCATION", ".git:x",
		"git~1", "GIT~2", "gi7eba~1", ".gesso", ".GESSO", ".ge\u017f\u017fo", ".gesso...", ".gesso ", "GESSO~1", ".g\u206aesso", "ge1234~1",
	} {
		for _, path := range []string{folder + "/a.png", "sub/" + folder + "/objects/a.png", "x/../" + folder + "/a.png"} {
			if clean, why := Output(path); why == "" {
				t.Errorf("%q passes as %q", path, clean)
			}
		}
	}
	for _, folder := range []string{".gitlab", ".github", "git", "agit~1", "git~x", "gesso", ".gesso2", "e\u0301"} {
		if _, why := Output(folder + "/a.png"); why != "" {
			t.Errorf("%q %s", folder, why)
		}
	}
}

func TestPortable(t *testing.T) {
	for name, want := range map[string]string{
		"con.png": "device", "a/NUL/b.png": "device", "aux.tar.png": "device", "Com1.png": "device", "lpt9.jpg": "device", "COM¹.png": "device",
		"lpt³/x.png": "device", "conin$.png": "device", "prn .png": "device",
		"a./b.png": "dot or a space", "a /b.png": "dot or a space", "a:b.png": "character :", "a?.png": "character ?", "a*b/c.png": "character *",
		`a"b.png`: `character "`, "a<b.png": "character <", "a>b.png": "character >", "a|b.png": "character |",
	} {
		if why := Portable(name); !strings.Contains(why, want) {
			t.Errorf("Portable(%q) = %q, want %q", name, why, want)
		}
	}
	for _, name := range []string{".", "images", "console.png", "com0.png", "com10.png", "a.con.png", "lpt.png", "nulls/a.png", ".hidden/a.png", "café.png", "x/../b.png"} {
		if why := Portable(name); why != "" {
			t.Errorf("Portable(%q) = %q", name, why)
		}
	}
}

func TestFold(t *testing.T) {
	same := [][2]string{{"A.png", "a.PNG"}, {"café.png", "cafe\u0301.png"}, {"CAFÉ.png", "cafe\u0301.png"}, {"stra\u00dfe.png", "STRASSE.png"}}
	for _, pair := range same {
		if Fold(pair[0]) != Fold(pair[1]) {
			t.Errorf("%q and %q are one file to some", pair[0], pair[1])
		}
	}
	if Fold("a.png") == Fold("b.png") {
		t.Error("a is not b")
	}
}

func TestSpelled(t *testing.T) {
	const composed, decomposed = "caf\u00e9", "cafe\u0301"
	disk := fstest.MapFS{decomposed + "/" + decomposed + ".png": {}, "plain/" + composed + ".png": {}}
	for name, want := range map[string]string{
		composed + "/" + composed + ".png":     decomposed + "/" + decomposed + ".png",
		"plain/" + decomposed + ".png":         "plain/" + composed + ".png",
		"plain/" + composed + ".png":           "",
		"plain/cafe.png":                       "",
		decomposed + "/" + decomposed + ".png": "",
		composed + "/other.png":                "",
	} {
		if got, ok := Spelled(disk, name); ok != (want != "") || ok && got != want {
			t.Errorf("%q is spelled %q, %v", name, got, ok)
		}
	}
}
