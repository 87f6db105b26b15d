package upload

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk/disktest"
)

const here = "https://a.test"

// fox is a picture.
var fox = func() string {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		panic(err)
	}
	return file.String()
}()

// desk is a provider that takes uploads.
type desk struct {
	mu      sync.Mutex
	uploads []string // what was uploaded, in order
}

func (d *desk) Upload(_ context.Context, _ string, content io.Reader, _ int64) (string, error) {
	read, err := io.ReadAll(content)
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.uploads = append(d.uploads, string(read))
	return fmt.Sprintf("uploaded %d", len(d.uploads)), nil
}

// The cheapest way to a URL is taken, and none that leads through a stranger.
func TestURL(t *testing.T) {
	sum := state.HashPrompt(fox) // of the bytes of the file and of the picture alike
	other := state.HashPrompt("another picture")
	const altered = "another picture" // what an address gives that gave a fox once
	file := plan.Source{File: "fox.png"}
	picture := plan.Source{Image: "image.fox"}
	tests := []struct {
		name       string
		source     plan.Source
		asked      string            // the source in the request
		maker      string            // the provider of image.fox
		gives      map[string]string // what URLs give
		first      string            // the artifact of image.fox when it was first delivered
		lost       bool              // the store has it no more
		remembered bool
		want       string
		uploads    int
	}{
		{name: "a URL is handed on", source: plan.Source{URL: "https://x.test"}, asked: "url:https://x.test", want: "https://x.test"},
		{name: "one that the request withholds too", source: plan.Source{URL: "https://x.test"}, asked: "url-sha256:" + state.HashPrompt("https://x.test"), want: "https://x.test"},
		{name: "a file is uploaded", source: file, want: "uploaded 1", uploads: 1},
		{name: "an upload that still gives it serves again", source: file, remembered: true, gives: map[string]string{"kept": fox}, want: "kept"},
		{name: "one that answers no more does not", source: file, remembered: true, want: "uploaded 1", uploads: 1},
		{name: "nor does one that gives something else", source: file, remembered: true, gives: map[string]string{"kept": altered}, want: "uploaded 1", uploads: 1},
		{name: "a picture is where it was made, while that gives it", source: picture, gives: map[string]string{"made": fox}, want: "made"},
		{name: "else it is uploaded", source: picture, want: "uploaded 1", uploads: 1},
		{name: "also where its address gives something else", source: picture, gives: map[string]string{"made": altered}, want: "uploaded 1", uploads: 1},
		{name: "so is one of another provider", source: picture, maker: "flux.second", gives: map[string]string{"made": fox}, want: "uploaded 1", uploads: 1},
		{name: "one that came in other bytes is the picture that it was", source: picture, first: other, asked: "sha256:" + other, want: "uploaded 1", uploads: 1},
		{name: "and is where it gives these bytes", source: picture, first: other, asked: "sha256:" + other, gives: map[string]string{"made": fox}, want: "made"},
		{name: "one that the store has lost is had anew", source: picture, lost: true, want: "uploaded 1", uploads: 1},
		{name: "from an address that then serves", source: picture, lost: true, gives: map[string]string{"new": fox}, want: "new"},
		{name: "the url of a picture is where that is", source: plan.Source{URL: "made"}, asked: "url:made", gives: map[string]string{"made": fox}, want: "made"},
		{name: "and the picture is uploaded where it gives another", source: plan.Source{URL: "made"}, asked: "url:made", gives: map[string]string{"made": altered}, want: "uploaded 1", uploads: 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := &desk{}
			config := configOf(t, d, state.Picture{Provider: test.maker, Origin: deliveryOf(test.first)})
			config.Gives = func(_ context.Context, url, sum string) bool { return state.HashPrompt(test.gives[url]) == sum }
			config.Have = func(_ context.Context, _ *plan.Change, _ string, p state.Picture) (state.Picture, error) {
				if test.lost {
					p.URL = "new"
				}
				return p, nil
			}
			if test.remembered {
				config.Remembered.Put(here, sum, "kept")
			}
			c := changeOf(test.source, sum)
			if test.asked != "" {
				c.Request.Source = state.ParseSource(test.asked)
			}
			sources := New(config)
			for range 2 { // two images of one source
				if got, err := sources.URL(t.Context(), c); err != nil || got != test.want {
					t.Errorf("got %q and error %v, want %q", got, err, test.want)
				}
			}
			if len(d.uploads) != test.uploads {
				t.Errorf("uploaded %q, want %d", d.uploads, test.uploads)
			}
		})
	}
}

// Other bytes than those of the request are never handed to a provider as if
// they were those.
func TestURLRefusesWhatChanged(t *testing.T) {
	d := &desk{}
	planned := state.HashPrompt("what the file was when the plan was made")
	_, err := New(configOf(t, d, state.Picture{})).URL(t.Context(), changeOf(plan.Source{File: "fox.png"}, planned))
	var failure *SourceError
	if !errors.As(err, &failure) || failure.Advice() != planAnew || len(d.uploads) > 0 {
		t.Errorf("got error %v, uploaded %q", err, d.uploads)
	}
}

// A request whose source cannot be told by its record is not sent with another one.
func TestURLRefusesWhatIsNotKnown(t *testing.T) {
	for _, asked := range []string{"ftp:x", "sha256:1", "url-sha256:1"} {
		d := &desk{}
		c := changeOf(plan.Source{URL: "https://x.test"}, "")
		c.Request.Source = state.ParseSource(asked)
		url, err := New(configOf(t, d, state.Picture{})).URL(t.Context(), c)
		if want := "its source " + asked + " cannot be had any more"; err == nil || err.Error() != want || len(d.uploads) > 0 {
			t.Errorf("%s: got %q and error %v, uploaded %q", asked, url, err, d.uploads)
		}
	}
}

// What is no picture is not sent, though it has the hash that was planned with.
func TestURLRefusesWhatIsNoPicture(t *testing.T) {
	sum := strings.Repeat("0a", 32)
	for name, content := range map[string]string{
		"text": "hello", "empty": "", "cut": fox[:len(fox)-9], "a GIF": "GIF89a", "a pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:" + sum + "\nsize 5\n",
	} {
		d := &desk{}
		config := configOf(t, d, state.Picture{})
		if err := os.WriteFile(filepath.Join(dirOf(config), "fox.png"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		planned := state.HashPrompt(content)
		if name == "a pointer" {
			planned = sum
		}
		_, err := New(config).URL(t.Context(), changeOf(plan.Source{File: "fox.png"}, planned))
		var failure *SourceError
		if !errors.As(err, &failure) || !strings.Contains(failure.Problem, "nothing to edit") || len(d.uploads) > 0 {
			t.Errorf("%s: error %v, uploaded %q", name, err, d.uploads)
		}
	}
}

func changeOf(source plan.Source, sum string) *plan.Change {
	return &plan.Change{
		Address: "image.snow", Path: "snow.png",
		Request:  state.Request{Source: state.Source{Form: state.ContentSource, Value: sum}},
		Declared: &plan.Declaration{Terms: &plan.Terms{Source: source, Needs: []string{"image.fox"}}},
	}
}

func deliveryOf(artifact string) *state.Delivery {
	if artifact == "" {
		return nil
	}
	return &state.Delivery{Artifact: artifact, URL: "made"}
}

// dirOf is the directory of a configuration's local sources.
func dirOf(c Config) string {
	dir, _ := c.Place("fox.png")
	return dir
}

// configOf is a directory with a file, whose bytes the store has as the picture
// of image.fox, and two providers at different endpoints.
func configOf(t *testing.T, p Provider, made state.Picture) Config {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "fox.png"), []byte(fox), 0o666); err != nil {
		t.Fatal(err)
	}
	w := disktest.Open(t, dir)
	sum := disktest.Store(t, w, fox)
	records, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	made.Artifact, made.URL = sum, "made"
	records.Apply(state.Event{Kind: state.Collected, Record: &state.Record{Address: "image.fox", Request: &state.Request{}, Picture: made}})
	accounts := plan.Accounts{
		{Name: "flux", Endpoint: here},
		{Name: "flux.second", RecordedAs: "flux.second", Endpoint: "https://b.test"},
	}
	return Config{
		Provider: p, Endpoint: here, Records: records, Remembered: w.Uploads(),
		Accounts: accounts, Store: w.Store(), Place: func(name string) (string, string) { return dir, name },
	}
}
