// Package calendar serves appointments to people's own calendars (RFC 5545) at
// secret addresses: a practitioner's as a feed, a patient's one by one.
package calendar
