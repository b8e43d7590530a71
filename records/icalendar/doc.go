// Package icalendar writes appointments as iCalendar (RFC 5545), for the
// calendars on people's telephones and desks. It knows nothing of patients: a
// caller says in words of its own what an entry tells.
package icalendar
