// Package patientpage is what all pages that patients open from their messages
// have in common: how they look, which language they speak, and the headers that
// keep anybody on the way from keeping, listing or framing them.
package patientpage
