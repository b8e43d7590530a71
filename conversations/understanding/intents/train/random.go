package main

import "hash/fnv"

// random is a small generator (Steele, Lea and Flood's SplitMix64, 2014) that
// gives the same numbers for the same seed on every machine and with every
// version of Go, so that the same phrases give the same weights.
type random struct{ state uint64 }

// randomFor begins a generator of a text's own, so that a phrase that is added
// changes nothing for the others.
func randomFor(text string) *random {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(text))
	return &random{state: hash.Sum64()}
}

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below gives a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) } //nolint:gosec // n is the length of something

// chance is true in so many of a hundred cases.
func (r *random) chance(percent int) bool { return r.below(100) < percent }

// shuffle brings numbers into another order.
func (r *random) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		j := r.below(i + 1)
		order[i], order[j] = order[j], order[i]
	}
}
