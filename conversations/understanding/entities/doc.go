// Package entities finds what a message names: places, practitioners and
// services of a known list (with slips, titles left out, and short forms),
// medical specialties, phone numbers, numbers of documents and memberships, and
// amounts of money.
//
// It knows no language; what specialties are called stands in one file per
// language under specialties/. Finders are compiled once, are immutable and
// safe for concurrent use.
package entities
