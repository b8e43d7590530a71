package simulator

import (
	"embed"
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

// mountPage serves the page at /simulator, and what it is made of below.
func mountPage(mux *http.ServeMux) {
	files, err := fs.Sub(page, "page")
	if err != nil { // the path is a constant
		panic(err)
	}
	mux.HandleFunc("GET /simulator", servePage(files, "phone.html"))
	for _, name := range []string{"phone.css", "phone.js", "texts.js", "icon.svg"} {
		mux.HandleFunc("GET /simulator/"+name, servePage(files, name))
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

// servePage serves one embedded file.
func servePage(files fs.FS, name string) http.HandlerFunc {
	content, err := fs.ReadFile(files, name)
	if err != nil { // embedded at build time
		panic(err)
	}
	kind := contentTypes[path.Ext(name)]
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Security-Policy", contentPolicy)
		w.Header().Set("Cache-Control", "no-store")
		// A client that has gone does not hear it.
		_, _ = w.Write(content)
	}
}
