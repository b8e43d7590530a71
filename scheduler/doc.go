// Package scheduler decides about time: which slots are free, whether a
// booking is allowed, which appointment status may follow which, and when
// reminders are due. It is pure: it takes now as an argument and touches no
// clock, database, network or random source.
package scheduler
