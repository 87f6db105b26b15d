package sandbox

import (
	"html/template"
	"net/http"
)

// aboutPage is parsed whenever it is asked for: most sandboxes never show it.
const aboutPage = `<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>gesso sandbox</title>
<style>
 body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color:#222;background:#faf8f4}
 code{background:#eee8dc;padding:.1em .3em;border-radius:3px}
 main{display:grid;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));gap:1rem;margin-top:2rem}
 img{width:100%;border-radius:4px;display:block}
</style>
<h1>gesso sandbox</h1>
<p>A stand-in for the Flux Images API: free, offline, placeholder pictures. Nothing here costs anything, and no
model has seen any prompt. Point a provider block at it: <code>endpoint = "{{.Base}}"</code>. What it was asked is at
<a href="` + booksPath + `">` + booksPath + `</a>.</p>
<p>{{.Books.Accepted}} calls accepted, {{.Books.ChargedPictures}} pictures, {{.Books.Refused}} calls refused.</p>
<main>{{range .Works}}<a href="` + picturesPath + `{{.}}"><img loading="lazy" alt="" src="` + picturesPath + `{{.}}"></a>{{end}}</main>
`

// about is a page for people: what this is, and its newest pictures.
func (s *Server) about(w http.ResponseWriter, r *http.Request) {
	page := template.Must(template.New("about").Parse(aboutPage))
	var names []string
	for _, newest := range s.account.newest() {
		names = append(names, newest.Name)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, struct { // it fails only when the client has gone
		Base  string
		Books Books
		Works []string
	}{s.base(r), s.Books(), names})
}
