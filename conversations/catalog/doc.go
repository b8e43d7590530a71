// Package catalog holds every text that patients read, in every language.
//
// The texts are messages/TAG.json, one file per language, in go-i18n's format
// with text/template placeholders whose names are the fields of Values. A new
// language is a new file (and a lexicon for what patients write in it); it
// needs no code. Tests hold the files complete: no text missing or empty, the
// same placeholders in every language, none that asks for an answer which
// carriers take for an opt-out, none longer than two SMS.
//
// Spanish addresses the patient as usted, Portuguese as você (Brazil).
package catalog
