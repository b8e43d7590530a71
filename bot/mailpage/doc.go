// Package mailpage serves what the links in e-mails open: the page on which the
// holder of an address confirms it, and the one on which they end the messages.
//
// To open either changes nothing, since mail servers open every link to look for
// dangerous ones: only a form that is sent does. The confirmation's secret stands
// behind a "#" besides, so that whoever only asks for the page never has it. The
// other's is part of the path, as a mail program ends the messages by itself with
// one request (RFC 8058).
package mailpage
