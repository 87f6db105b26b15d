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

// scripts are the files of gallery.js, in the order in which they run.
var scripts = []string{"text", "data", "store", "filter", "grid", "matrix", "chain", "loupe", "stage", "panel", "decide", "dialogs", "keys", "start"}

// Asset is a file that lies beside the index of the folder form: gallery.css, gallery.js, or
// in its place live.js, which is told of changes. An unknown name is fs.ErrNotExist.
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

// script is gallery.js, or with more parts at its end live.js: they share one scope, and
// nobody else sees it.
func script(more ...string) []byte {
	var b bytes.Buffer
	b.WriteString("(() => {\n'use strict';\n")
	for _, part := range append(scripts[:len(scripts):len(scripts)], more...) {
		data, err := files.ReadFile("script/" + part + ".js")
		if err != nil {
			panic(err) // it is part of the program
		}
		b.Write(compact(data))
	}
	b.WriteString("})();\n")
	return b.Bytes()
}

func style() []byte {
	data, err := files.ReadFile("gallery.css")
	if err != nil {
		panic(err) // it is part of the program
	}
	return data
}

// policy is the content security policy of a page. A folder's style and script are files:
// 'self' means nothing to some browsers where the page is one too, hence file:.
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

// Mark is in every page that this package writes, near its start: whoever would write over a
// file looks for it.
const Mark = `<meta name="generator" content="gesso gallery">`

// head writes all before the groups.
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

// foot writes the dialogs, which are closed until a script opens them.
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
		w.WriteString(`<script src="live.js"></script>` + "\n") // which is all of gallery.js too: both would act on each key
	default:
		w.WriteString(`<script src="gallery.js"></script>` + "\n")
	}
	_, err := w.WriteString("</body>\n</html>\n")
	return err
}
