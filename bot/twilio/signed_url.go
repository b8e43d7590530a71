package twilio

import (
	"iter"
	"strings"
)

// spellings gives the ways in which Twilio may have spelled a URL when it
// signed: as configured; with the scheme's port written out or left out, since
// its servers differ there; and each with apostrophes in the query escaped.
// The likeliest comes first.
func spellings(address string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, spelling := range []string{address, withPort(address), withoutPort(address)} {
			if spelling == "" {
				continue
			}
			if !yield(spelling) {
				return
			}
			if escaped := escapeApostrophes(spelling); escaped != spelling && !yield(escaped) {
				return
			}
		}
	}
}

// authority finds where the host and port of a URL stand, behind any user
// name. It works on the text, because parsing and writing again could change
// how the rest is escaped, and with it the signature.
func authority(address string) (start, end int, ok bool) {
	scheme := strings.Index(address, "://")
	if scheme < 0 {
		return 0, 0, false
	}
	start, end = scheme+len("://"), len(address)
	if length := strings.IndexAny(address[start:], "/?#"); length >= 0 {
		end = start + length
	}
	if user := strings.LastIndexByte(address[start:end], '@'); user >= 0 {
		start += user + 1
	}
	return start, end, start < end
}

// port finds the colon in front of the port in a host and port, or -1. Colons
// inside the brackets of an IPv6 address don't count.
func port(hostport string) int {
	colon := strings.LastIndexByte(hostport, ':')
	if colon < strings.LastIndexByte(hostport, ']') {
		return -1
	}
	return colon
}

// withPort writes out the scheme's port, or gives "" where a port stands.
func withPort(address string) string {
	start, end, ok := authority(address)
	if !ok || port(address[start:end]) >= 0 {
		return ""
	}
	number := ":80"
	if strings.HasPrefix(address, "https:") {
		number = ":443"
	}
	return address[:end] + number + address[end:]
}

// withoutPort leaves out the port, or gives "" where none stands.
func withoutPort(address string) string {
	start, end, ok := authority(address)
	if !ok {
		return ""
	}
	colon := port(address[start:end])
	if colon < 0 {
		return ""
	}
	return address[:start+colon] + address[end:]
}

// escapeApostrophes writes the apostrophes of the query as %27.
func escapeApostrophes(address string) string {
	path, query, ok := strings.Cut(address, "?")
	if !ok {
		return address
	}
	return path + "?" + strings.ReplaceAll(query, "'", "%27")
}
