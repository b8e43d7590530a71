// Package identity serves the page where patients show who they are before
// anything clinical or financial is shown to them.
//
// The address has its secret behind a "#", so that neither a link preview nor a
// proxy nor a log ever has it: the page, which is the same for everybody, sends
// it with the birth date by POST. Nothing is kept in the browser. Whatever is
// wrong with the address or the date, the answer is the same, and comes after the
// same time.
package identity
