// Package linear is a linear model over the pieces of a message: its words,
// pairs of words, and the runs of three to five letters within words. It knows
// nothing of what its classes mean. Runs of letters make it hear misspelt
// words, and words of languages that share their roots.
//
// A Model holds one row of eight-bit weights for each piece that training
// found worth keeping. A piece without a row counts for nothing, so that what
// the model has never seen makes no noise.
package linear
