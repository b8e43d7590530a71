package icalendar

import (
	"bytes"
	"unicode/utf8"
)

// lineOctets is how long a line may be, without its CRLF (RFC 5545, 3.1).
const lineOctets = 75

// fold breaks lines that are too long: a CRLF and a space in the midst of one
// mean nothing to a reader. No character is broken in two, as some readers put
// the octets together only after they have read them.
func fold(content []byte) []byte {
	var folded bytes.Buffer
	for line := range bytes.SplitSeq(bytes.TrimSuffix(content, []byte("\r\n")), []byte("\r\n")) {
		limit := lineOctets
		for len(line) > limit {
			cut := limit
			for !utf8.RuneStart(line[cut]) {
				cut--
			}
			folded.Write(line[:cut])
			folded.WriteString("\r\n ")
			line = line[cut:]
			limit = lineOctets - 1 // the space counts
		}
		folded.Write(line)
		folded.WriteString("\r\n")
	}
	return folded.Bytes()
}
