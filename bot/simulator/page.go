package simulator

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"path"
)

//go:embed page
var page embed.FS

// contentPolicy lets the page use what comes from this program and nothing
// else: no inline script or style, no other site, no frame around it.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// phonesShown is how many phones the page shows: a family, or two who want the
// same time.
const phonesShown = 2

// mountPage serves the page at /simulator, and what it is made of below.
func mountPage(mux *http.ServeMux) {
	files, err := fs.Sub(page, "page")
	if err != nil { // the path is a constant
		panic(err)
	}
	mux.HandleFunc("GET /simulator", servePage(".html", documentOf(files)))
	for _, name := range []string{
		"simulator.css", "simulator.js", "phone.js", "bubble.js", "clock.js", "behind.js", "world.js", "texts.js", "icon.svg",
	} {
		content, err := fs.ReadFile(files, name)
		if err != nil { // embedded at build time
			panic(err)
		}
		mux.HandleFunc("GET /simulator/"+name, servePage(path.Ext(name), content))
	}
	mux.HandleFunc("GET /simulator/{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/simulator", http.StatusMovedPermanently)
	})
}

// contentTypes by extension; the machine's own table may hold other ones.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// documentOf makes the page's document, with a place for each phone.
func documentOf(files fs.FS) []byte {
	var phones []int
	for phone := range phonesShown {
		phones = append(phones, phone+1)
	}
	var document bytes.Buffer
	made := template.Must(template.ParseFS(files, "simulator.html"))
	if err := made.Execute(&document, struct{ Phones []int }{phones}); err != nil { // embedded at build time
		panic(err)
	}
	return document.Bytes()
}

// servePage serves a part of the page, of the type of its extension.
func servePage(extension string, content []byte) http.HandlerFunc {
	kind := contentTypes[extension]
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Security-Policy", contentPolicy)
		w.Header().Set("Cache-Control", "no-store")
		// A client that has gone does not hear it.
		_, _ = w.Write(content)
	}
}
