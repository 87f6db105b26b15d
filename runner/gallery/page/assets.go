package page

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"slices"

	"gesso/runner/gallery"
)

//go:embed page.html gallery.css script
var files embed.FS

var templates = template.Must(template.ParseFS(files, "page.html"))

// scripts are the parts of gallery.js, in the order in which they run.
var scripts = []string{"text", "data", "store", "filter", "grid", "matrix", "chain", "loupe", "stage", "panel", "decide", "dialogs", "keys", "start"}

// Asset returns a file that lies beside the index of the folder form: gallery.css,
// gallery.js, or live.js, which replaces gallery.js in a served page. For any other name
// the error is fs.ErrNotExist.
func Asset(name string) ([]byte, error) {
	switch name {
	case "gallery.js":
		return script(), nil
	case "live.js":
		return script("live"), nil
	case "gallery.css":
		return style(), nil
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

// script returns gallery.js, or live.js with more parts at the end. All parts share one
// scope of their own.
func script(more ...string) []byte {
	var b bytes.Buffer
	b.WriteString("(() => {\n'use strict';\n")
	for _, part := range append(scripts[:len(scripts):len(scripts)], more...) {
		data, err := files.ReadFile("script/" + part + ".js")
		if err != nil {
			panic(err) // it is embedded in the program
		}
		b.Write(compact(data))
	}
	b.WriteString("})();\n")
	return b.Bytes()
}

func style() []byte {
	data, err := files.ReadFile("gallery.css")
	if err != nil {
		panic(err) // it is embedded in the program
	}
	return data
}

// policy returns the content security policy of a page. In the folder form style and script
// are files. It names file: besides 'self', which means nothing to some browsers if the
// page is itself a file.
func (s *sheet) policy() string {
	if !s.inline {
		p := "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
		if s.form.Live {
			p += "connect-src 'self'; "
		}
		return p + "base-uri 'none'; form-action 'none'"
	}
	pictures := "data:"
	if s.form.Original != nil {
		pictures = "data: 'self' file:"
	}
	return fmt.Sprintf("default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; img-src %s; base-uri 'none'; form-action 'none'",
		hash(script()), hash(style()), pictures)
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Mark is in every page that this package writes, near its start. A file without it is not
// replaced by a gallery.
const Mark = `<meta name="generator" content="gesso gallery">`

// head writes everything before the groups.
func (s *sheet) head(w *bufio.Writer) error {
	w.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" + Mark + "\n")
	w.WriteString(`<meta http-equiv="Content-Security-Policy" content="` + s.policy() + "\">\n")
	if s.inline {
		w.WriteString("<style>")
		w.Write(style())
		w.WriteString("</style>\n")
	} else {
		w.WriteString(`<link rel="stylesheet" href="gallery.css">` + "\n")
	}
	g := s.gallery
	err := templates.ExecuteTemplate(w, "head", struct {
		*gallery.Gallery
		Base, Title, Problem string
		Before               bool
	}{g, visible(g.Base), visible(g.Title), visible(g.Problem), slices.ContainsFunc(g.Images, hadBefore)})
	if err != nil {
		return fmt.Errorf("writing the page's head: %w", err)
	}
	return nil
}

func hadBefore(im gallery.Image) bool { return im.Before != nil }

// foot writes the dialogs, which stay closed until a script opens them.
func (s *sheet) foot(w *bufio.Writer) error {
	if err := templates.ExecuteTemplate(w, "foot", nil); err != nil {
		return fmt.Errorf("writing the page's foot: %w", err)
	}
	return nil
}

func (s *sheet) scripts(w *bufio.Writer) error {
	switch {
	case s.inline:
		w.WriteString("<script>")
		w.Write(script())
		w.WriteString("</script>\n")
	case s.form.Live:
		w.WriteString(`<script src="live.js"></script>` + "\n") // it contains gallery.js: with both, each key would act twice
	default:
		w.WriteString(`<script src="gallery.js"></script>` + "\n")
	}
	_, err := w.WriteString("</body>\n</html>\n")
	return err
}
