package simulator

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// loopbackOnly lets a request through only if it comes from this machine, is
// addressed to it by a loopback name, and no other web site made the browser
// send it.
//
// The address alone is not enough: a page on the internet can point a name of
// its own at 127.0.0.1 and so have the patient's browser read from here (DNS
// rebinding); its Host header gives it away. Nor are both enough: a reverse
// proxy on this machine speaks for strangers; it says so in Forwarded headers.
func loopbackOnly(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		if !isLoopbackAddress(r.RemoteAddr) || !isLoopbackHost(r.Host) || wasForwarded(r.Header) || crossOrigin.Check(r) != nil {
			Problem{
				Status: http.StatusForbidden,
				Detail: "The simulator answers only on the machine that it runs on. Open it there as http://127.0.0.1 with the port of the demo.",
			}.write(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopbackAddress says whether a connection's other end is this machine.
func isLoopbackAddress(remote string) bool {
	address, err := netip.ParseAddrPort(remote)
	return err == nil && address.Addr().Unmap().IsLoopback()
}

// isLoopbackHost says whether a Host header names this machine by a name that
// nobody else can give to an address of theirs.
func isLoopbackHost(host string) bool {
	name := host
	if withoutPort, _, err := net.SplitHostPort(host); err == nil {
		name = withoutPort
	} else {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && address.Unmap().IsLoopback()
}

// wasForwarded says whether a proxy passed the request on.
func wasForwarded(header http.Header) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if header.Get(name) != "" {
			return true
		}
	}
	return false
}
