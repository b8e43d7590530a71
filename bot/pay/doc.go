// Package pay serves the built-in page where an invoice is marked as paid
// without any money: for trying the service out, before a payment provider is
// connected. The page says so at every step.
//
// The address that stands in a message has its secret behind a "#", so that
// neither a link preview nor a proxy nor a log ever has it: the page, which is
// the same for everybody, sends it by POST. To look pays nothing, and to pay
// twice pays once. Nothing is kept in the browser.
package pay
