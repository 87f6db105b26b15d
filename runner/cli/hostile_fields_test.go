package cli_test

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"gesso/runner/cli"
	"gesso/runner/sandbox"
	"gesso/state/disk"
	"gesso/state/text"
)

// field is a value in a line of JSON: how it is called, and where it stands.
type field struct {
	name     string
	from, to int
	whole    int // where its name begins, with the comma before it, if it has one
	line     int
}

// fieldsOf finds every value of a line, also those that hold others.
func fieldsOf(t *testing.T, line []byte) []field {
	t.Helper()
	var found []field
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	var value func(name string, whole int)
	value = func(name string, whole int) {
		token, err := dec.Token()
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		end := int(dec.InputOffset())
		f := field{name: name, from: end - len(written(line, end, token)), to: end, whole: whole}
		if delim, open := token.(json.Delim); open {
			f.from = end - 1
			for n := 0; dec.More(); n++ {
				before, part := int(dec.InputOffset()), fmt.Sprint(n)
				if delim == '{' {
					key, _ := dec.Token()
					part = key.(string)
				}
				value(name+"."+part, before)
			}
			_, _ = dec.Token()
			f.to = int(dec.InputOffset())
		}
		found = append(found, f)
	}
	value("", -1)
	return found[:len(found)-1] // without the line itself
}

// written is how a token stands before a place.
func written(line []byte, end int, token json.Token) []byte {
	if _, isText := token.(string); !isText {
		return fmt.Append(nil, map[bool]any{true: "null", false: token}[token == nil])
	}
	from := end - 2
	for ; from > 0; from-- {
		var whole string
		if line[from] == '"' && json.Unmarshal(line[from:end], &whole) == nil && whole == token {
			break
		}
	}
	return line[from:end]
}

// hostile are values for a field, of which "" is none.
var hostile = []string{
	"", "null", "-1", "0", "1e999", "NaN", "9223372036854775807", "99999999999999999999", `""`, `"\u001b[31m\u202e"`,
	`"9999-12-31T23:59:59-05:00"`, `"../../x.png"`, "{}", "[null]",
}

func framed(_ *testing.T, data []byte) ([][]byte, func([][]byte) []byte) {
	var lines [][]byte
	var head []byte
	for line := range bytes.Lines(data) {
		if content, whole := text.Unframe(line); whole {
			lines = append(lines, bytes.Clone(content))
		} else {
			head = append(head, line...)
		}
	}
	return lines, func(lines [][]byte) []byte {
		b := bytes.Clone(head)
		for _, line := range lines {
			b = fmt.Appendf(b, "%08x %s\n", text.Checksum(line), line)
		}
		return b
	}
}

func sealed(_ *testing.T, data []byte) ([][]byte, func([][]byte) []byte) {
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	for i, line := range lines {
		if at := bytes.LastIndex(line, []byte(`,"crc32c":`)); at > 0 {
			lines[i] = append(line[:at:at], '}')
		}
	}
	return lines, func(lines [][]byte) []byte {
		var b []byte
		for _, line := range lines {
			if bytes.HasPrefix(line, []byte(`{"gesso"`)) {
				b = append(append(b, line...), '\n')
				continue
			}
			body := line[:len(line)-1]
			b = append(text.AppendSeal(append(b, body...), body), '\n')
		}
		return b
	}
}

func unsealed(_ *testing.T, data []byte) ([][]byte, func([][]byte) []byte) {
	return bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n")), func(lines [][]byte) []byte {
		return append(bytes.Join(lines, []byte("\n")), '\n')
	}
}

func packed(t *testing.T, data []byte) ([][]byte, func([][]byte) []byte) {
	_, body, _ := bytes.Cut(data, []byte("\n"))
	unpacked, err := io.ReadAll(flate.NewReader(bytes.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	lines, join := unsealed(t, unpacked)
	return lines, func(lines [][]byte) []byte {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, flate.BestSpeed)
		_, _ = w.Write(join(lines))
		_ = w.Close()
		return append(fmt.Appendf(nil, "{\"gesso\":\"plan\",\"version\":1,\"sha256\":\"%x\",\"bytes\":%d}\n", sha256.Sum256(b.Bytes()), b.Len()), b.Bytes()...)
	}
}

// keptFiles are the files that gesso reads, and who reads them.
var keptFiles = []struct {
	name     string
	form     func(t *testing.T, data []byte) (lines [][]byte, write func([][]byte) []byte)
	commands [][]string
}{
	{"gesso.state", sealed, [][]string{{"plan"}, {"audit"}, {"resolve"}, {"show"}, {"plan", "-json"}, {"gallery", "-json"}, {"output"}, {"review"}}},
	{".gesso/ledger", framed, [][]string{{"plan"}, {"audit"}, {"resolve"}, {"takes", "image.fox[0]"}, {"audit", "-json"}}},
	{".gesso/journal", framed, [][]string{{"plan"}, {"audit"}, {"resolve"}, {"state", "list"}}},
	{".gesso/history", framed, [][]string{{"history"}, {"undo", "-dry-run"}, {"takes", "image.tall"}, {"plan"}}},
	{".gesso/uploads", unsealed, [][]string{{"plan"}}},
	{"gesso.decisions", unsealed, [][]string{{"review"}, {"plan", "-decisions=gesso.decisions"}}},
	{"saved.plan", packed, [][]string{{"show", "saved.plan"}, {"show", "-json", "saved.plan"}}},
}

// TestHostileFields gives every field of every file that gesso reads each value that
// it cannot have, with the checksum that belongs to it. Whatever becomes of it, nothing
// panics, nothing is printed raw, what is refused is refused by the file's name, and
// nothing is bought. A part of all is tried, and with GESSO_TEST_HISTORIES each.
func TestHostileFields(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	p := stopped(t)
	books := p.books()
	sample := 4
	switch {
	case os.Getenv(historiesVariable) != "":
		sample = 1
	case testing.Short():
		sample = 16
	}
	for _, file := range keptFiles {
		data := p.read(file.name)
		lines, write := file.form(t, bytes.Clone(data))
		if again := write(lines); file.name != "saved.plan" && !bytes.Equal(again, data) {
			t.Fatalf("%s is written otherwise:\n%s\n%s", file.name, data, again)
		}
		n := 0
		for _, f := range kindsOf(t, lines) {
			for _, value := range hostile {
				if n++; n%sample > 0 {
					continue
				}
				p.write(file.name, string(write(slices.Replace(slices.Clone(lines), f.line, f.line+1, f.with(lines[f.line], value)))))
				p.survives(file.name, f.name, value, file.commands[n/sample%len(file.commands)])
			}
		}
		p.write(file.name, string(data))
		if n < 3*len(hostile) {
			t.Errorf("%s has %d fields", file.name, n/len(hostile))
		}
	}
	if now := p.books(); now.ChargedPictures != books.ChargedPictures {
		t.Errorf("%d pictures were bought", now.ChargedPictures-books.ChargedPictures)
	}
}

// kindsOf finds the fields of lines, of each kind of line and of equal elements of a list
// the first.
func kindsOf(t *testing.T, lines [][]byte) []field {
	var found []field
	seen := map[string]bool{}
	for i, line := range lines {
		kind := string(line[:min(len(line), 12)])
		if at := bytes.Index(line, []byte(`"kind":"`)); at >= 0 {
			kind = string(line[at:min(len(line), at+16)])
		}
		for _, f := range fieldsOf(t, line) {
			if shape := kind + strings.Trim(f.name, "0123456789"); !seen[shape] {
				seen[shape] = true
				f.line = i
				found = append(found, f)
			}
		}
	}
	return found
}

// with is a line with another value for the field, or with "" without it.
func (f field) with(line []byte, value string) []byte {
	if value != "" {
		return slices.Concat(line[:f.from], []byte(value), line[f.to:])
	}
	from, to := f.whole, f.to
	if bytes.HasPrefix(line[to:], []byte(",")) && line[from] != ',' {
		to++
	}
	return slices.Concat(line[:from], line[to:])
}

// survives runs a command on a file that has a hostile value.
func (p *project) survives(file, name, value string, args []string) {
	p.t.Helper()
	var out, errors bytes.Buffer
	defer func() {
		if wrong := recover(); wrong != nil {
			p.t.Errorf("%s with %s of %q: %q panics: %v\n%s", file, name, value, args, wrong, debug.Stack())
		}
	}()
	code := cli.Run(context.Background(), cli.Env{
		Args: append([]string{"-chdir=" + p.dir}, args...), Environ: []string{tokenVariable + "=" + canary, endpointVariable + "=" + p.sandbox.URL},
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errors,
	})
	if strings.ContainsAny(out.String()+errors.String(), "\x1b\u202e") {
		p.t.Errorf("%s with %s of %q: %q prints it raw:\n%s%s", file, name, value, args, out.String(), errors.String())
	}
	said := out.String() + errors.String()
	if refused := code == 1 && strings.Contains(said, "error"); refused && !strings.Contains(said, filepath.Base(file)) {
		p.t.Errorf("%s with %s of %q: %q does not name the file:\n%s", file, name, value, args, said)
	}
}

// stopped is a project with a bit of everything, as a run leaves it that was killed
// while it waited for what it had asked for.
func stopped(t *testing.T) *project {
	t.Helper()
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", hostileProject)
	p.write("photo.png", string(aPicture(t, 7)))
	p.run(0, "apply", "-auto-approve")
	w, err := disk.Open(p.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	recorded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	for r := range recorded.All() {
		if r.Address == "image.fox[0]" {
			p.write("gesso.decisions", `{"gesso":"decisions","version":1,"reviewer":"design","gallery":"g","made":"2026-11-26T10:00:00Z"}`+"\n"+
				`{"address":"image.fox[0]","artifact":"`+r.Artifact+`","verdict":"approve","note":"just right"}`+"\n"+
				`{"address":"image.fox[1]","artifact":"`+r.Artifact+`","verdict":"again","takes":3}`+"\n")
		}
	}
	p.run(0, "apply", "-auto-approve", "-decisions=gesso.decisions", "-target=image.fox[0]")
	p.run(0, "apply", "-auto-approve", "-replace=image.tall")
	p.run(5, "apply", "-auto-approve", "-var=more=[sandbox:drop] a doubt")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	slow := startSandbox(t, sandbox.Options{Latency: time.Hour})
	ended := make(chan int)
	go func() {
		ended <- cli.Run(ctx, cli.Env{
			Args:    []string{"-chdir=" + p.dir, "apply", "-auto-approve", "-var=more=a hen"},
			Environ: []string{tokenVariable + "=" + canary, endpointVariable + "=" + slow.URL}, Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard,
		})
	}()
	for range time.Tick(time.Millisecond) {
		journal, _ := os.ReadFile(filepath.Join(p.dir, ".gesso/journal"))
		if bytes.Contains(journal, []byte(`"accepted"`)) {
			p.write(".gesso/journal.kept", string(journal))
			break
		}
	}
	state, ledger := p.read("gesso.state"), p.read(".gesso/ledger")
	cancel()
	<-ended
	p.write("gesso.state", string(state))
	p.write(".gesso/ledger", string(ledger))
	if err := os.Rename(filepath.Join(p.dir, ".gesso/journal.kept"), filepath.Join(p.dir, ".gesso/journal")); err != nil {
		t.Fatal(err)
	}
	p.run(5, "plan", "-out=saved.plan", "-var=more=a cat")
	return p
}

const hostileProject = `
provider "flux" {
  poll_interval = "5ms"
  price         = { flux-dev = 0.02 }
}
variable "more" { default = "a dog" }
image "fox" {
  count  = 2
  prompt = "a fox"
  size   = "256x256"
}
image "edit" {
  source = "photo.png"
  prompt = "at night"
  model  = "flux-kontext-pro"
}
image "tall" {
  prompt = "an owl"
  size   = "256x512"
  derive {
    path  = "images/small.png"
    width = 64
  }
}
image "more" { prompt = var.more }
`
