// Package evaluation scores what was understood of the messages of an
// evaluation set against what people have labelled, by the rules of the sets
// themselves, and lays the scores out beside what is aimed at.
//
// It reads and compares; who reads the messages is its caller's part.
package evaluation
