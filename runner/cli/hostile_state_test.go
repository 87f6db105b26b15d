package cli_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/sandbox"
	"gesso/state"
)

// A state file comes with a repository, and may be anybody's. Whatever it claims to
// be an output, no act of gesso touches what no output may be, and no file that is
// not what gesso wrote: the plan says so, and the record alone goes.
func TestRecordsOfForeignFiles(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	const (
		untouched = "the record's path"
		stays     = "its output was changed after gesso wrote it: the file stays"
	)
	claims := []struct{ path, note string }{
		{".git/config", untouched}, {"main.hcl", untouched}, {"NOTES.md", untouched}, {"gesso.state", untouched}, {"gesso.hclvars", untouched},
		{".git/logo.png", untouched}, {".GIT/logo.png", untouched}, {".git./logo.png", untouched}, {"git~1/logo.png", untouched},
		{"link/ledger", untouched}, {"link/a.png", untouched}, {"objects/a.png", untouched}, {"git/logo.png", untouched}, {"deep/link/a.png", untouched},
		{"../outside.png", untouched}, {"photo.png", stays},
	}
	acts := []struct {
		name, config string
		args         []string
		silent       bool // nothing was to go: there is no note
	}{
		{name: "remove", args: []string{"apply"}},
		{name: "destroy", args: []string{"destroy"}, config: `image "a" { prompt = "a fox" }`},
		{name: "place", args: []string{"apply"}, config: `image "a" { prompt = "a fox" }`},
		{name: "regenerate", args: []string{"apply"}, config: `image "a" { prompt = "an owl" }`},
		{name: "move", args: []string{"apply"}, config: "image \"b\" { prompt = \"a fox\" }\nmoved {\n  from = image.a\n  to   = image.b\n}"},
		{name: "rename", args: []string{"apply"}, config: `image "b" { prompt = "a fox" }`},
		{name: "forget", args: []string{"apply"}, config: "removed {\n  from = image.a\n  lifecycle { destroy = false }\n}", silent: true},
	}
	running := startSandbox(t, sandbox.Options{})
	for _, act := range acts {
		for _, claim := range claims {
			t.Run(act.name+" "+claim.path, func(t *testing.T) {
				p := claimed(t, running, claim.path, act.config)
				before := foreign(t, p)
				plan := p.run(0, "plan")
				if act.name == "destroy" {
					plan = p.run(0, "plan", "-destroy")
				}
				if strings.Contains(plan, claim.note) == act.silent {
					t.Errorf("the plan has a wrong note; wanted %q, silent %v:\n%s", claim.note, act.silent, plan)
				}
				p.run(0, append(act.args, "-auto-approve")...)
				if diff := cmp.Diff(before, foreign(t, p)); diff != "" {
					t.Errorf("files changed (-before +after):\n%s", diff)
				}
				if act.name == "destroy" {
					return
				}
				if again := p.run(0, "plan"); !strings.Contains(again, "No changes") {
					t.Errorf("the next plan:\n%s", again)
				}
			})
		}
	}
}

// claimed is a project whose state has a record of image.a that claims a path. Its
// hash is that of the file there, where the path is forbidden: it is the path alone
// that keeps the file.
func claimed(t *testing.T, running *sandbox.Running, path, config string) *project {
	t.Helper()
	p := &project{t: t, dir: filepath.Join(t.TempDir(), "work"), sandbox: running}
	fox := hashText("the fox")
	for name, text := range map[string]string{
		"main.hcl": "provider \"flux\" { poll_interval = \"5ms\" }\n" + config, "NOTES.md": "notes", "gesso.hclvars": "", "photo.png": "painted by hand",
		".git/config": "git", ".git/logo.png": "logo", ".gesso/ledger": "", ".gesso/a.png": "a", ".gesso/objects/a.png": "a", "../outside.png": "outside",
		".gesso/objects/" + fox[:2] + "/" + fox: "the fox",
	} {
		name = filepath.Join(p.dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(p.dir, "deep"), 0o777); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"link": ".gesso", "objects": ".gesso/objects", "git": ".git", "deep/link": "../link"} {
		if err := os.Symlink(target, filepath.Join(p.dir, link)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	output := fox
	if data, err := os.ReadFile(filepath.Join(p.dir, path)); err == nil && path != "photo.png" {
		output = hashText(string(data))
	}
	request := state.Request{Kind: "flux", Action: "generate", Prompt: "a fox", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev"}
	record, err := json.Marshal(state.Record{Address: "image.a", Request: &request, Path: path, Output: output,
		Picture: state.Picture{Key: request.Key(), Artifact: fox, Format: "png", Width: 8, Height: 8, Bytes: 7, Generated: time.Unix(0, 0).UTC()}})
	if err != nil {
		t.Fatal(err)
	}
	p.write("gesso.state", "{\"gesso\":\"state\",\"version\":1}\n"+string(record)+"\n{\"gesso\":\"end\"}\n")
	return p
}

func hashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// foreign are the files of a project that gesso has not written, and those that it
// never changes.
func foreign(t *testing.T, p *project) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(filepath.Dir(p.dir), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(p.dir, name)
		switch filepath.ToSlash(rel) {
		case "images/a.png", "images/b.png", "gesso.state", ".gesso/ledger", ".gesso/history", ".gesso/lock", ".gesso/stat", ".gesso/quiet", ".gesso/.gitignore":
			return nil
		}
		if strings.HasPrefix(filepath.ToSlash(rel), ".gesso/objects/") && len(filepath.Base(name)) == 64 {
			return nil
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			target, err := os.Readlink(name)
			found[rel] = "link to " + target
			return err
		}
		data, err := os.ReadFile(name)
		found[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
