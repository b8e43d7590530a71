// Package display serves the page for a waiting room's screen: numbers and
// initials of who is called and who waits, at a secret address, kept up to date
// by server-sent events.
package display
