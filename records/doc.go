// Package records holds frontdesk's nouns: the clinic, its people and
// resources, its patients and how they are reached, appointments, messages,
// tasks and the audit trail, with the codes each may carry.
//
// It is the vocabulary that every other package shares, so it imports nothing
// of ours, touches no clock, database or network, and has no behaviour beyond
// what a code means and which code may follow which. Names are those of FHIR
// R4 for clinical and scheduling nouns and of the messaging providers for
// theirs. Every time.Time is an instant, stored and compared in UTC; what is
// local to a clinic says so in its name or comment.
package records
