package admin

import (
	"embed"
	"net/http"
)

// pageFiles are the pages that show the OpenAPI document and link a device. They
// load nothing from elsewhere.
//
//go:embed page
var pageFiles embed.FS

// pageRoutes are the page's files by where they are served, and their types.
var pageRoutes = map[string]struct{ file, contentType string }{
	"/docs":          {"page/docs.html", "text/html; charset=utf-8"},
	"/docs/docs.js":  {"page/docs.js", "text/javascript; charset=utf-8"},
	"/docs/docs.css": {"page/docs.css", "text/css; charset=utf-8"},
	"/link-device":   {"page/link.html", "text/html; charset=utf-8"},
	"/docs/link.js":  {"page/link.js", "text/javascript; charset=utf-8"},
}

func mountPage(mux *http.ServeMux) {
	for route, served := range pageRoutes {
		content, err := pageFiles.ReadFile(served.file)
		if err != nil {
			panic("admin: a page is missing: " + err.Error())
		}
		mux.HandleFunc("GET "+route, func(w http.ResponseWriter, _ *http.Request) {
			header := w.Header()
			header.Set("Content-Type", served.contentType)
			header.Set("Cache-Control", "no-cache")
			header.Set("X-Content-Type-Options", "nosniff")
			header.Set("Referrer-Policy", "no-referrer")
			header.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "+
				"img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
			// A client that has gone does not hear it.
			_, _ = w.Write(content)
		})
	}
}
