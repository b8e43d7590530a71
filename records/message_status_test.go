package records_test

import (
	"math/rand"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/records"
)

// anyStatus draws an outbound status.
func anyStatus() *rapid.Generator[records.MessageStatus] {
	return rapid.SampledFrom(records.OutboundLattice())
}

// Invariant 6: Join is the join of a lattice: commutative, associative,
// idempotent, and it never loses what is known.
func TestJoinIsALattice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anyStatus().Draw(t, "a"), anyStatus().Draw(t, "b"), anyStatus().Draw(t, "c")
		if a.Join(b) != b.Join(a) {
			t.Errorf("%s and %s: %s, the other way round %s", a, b, a.Join(b), b.Join(a))
		}
		if a.Join(b).Join(c) != a.Join(b.Join(c)) {
			t.Errorf("%s, %s, %s: the grouping matters", a, b, c)
		}
		if a.Join(a) != a || a.Join(b).Advances(a) || a.Join(b).Advances(b) {
			t.Errorf("%s and %s: joining again changes the status", a, b)
		}
	})
}

// Invariant 6: whatever receipts come, however often and in whatever order,
// the message ends with the same status, which is the best that is known.
func TestReceiptsInAnyOrderEndAlike(t *testing.T) {
	t.Parallel()
	reported := []records.MessageStatus{records.MessageSent, records.MessageDelivered, records.MessageRead, records.MessageFailed}
	rapid.Check(t, func(t *rapid.T) {
		start := anyStatus().Draw(t, "start")
		receipts := rapid.SliceOfN(rapid.SampledFrom(reported), 1, 8).Draw(t, "receipts")
		repeated := slices.Concat(receipts, rapid.SliceOf(rapid.SampledFrom(receipts)).Draw(t, "repeated"))
		seed := rapid.Int64().Draw(t, "order")
		rand.New(rand.NewSource(seed)).Shuffle(len(repeated), func(i, j int) {
			repeated[i], repeated[j] = repeated[j], repeated[i]
		})
		inOrder, shuffled := start, start
		for _, receipt := range receipts {
			inOrder = inOrder.Join(receipt)
		}
		for _, receipt := range repeated {
			shuffled = shuffled.Join(receipt)
		}
		if inOrder != shuffled {
			t.Errorf("from %s, %v ends with %s, %v with %s", start, receipts, inOrder, repeated, shuffled)
		}
		if !slices.Contains(append(receipts, start), inOrder) {
			t.Errorf("from %s, %v ends with %s, which nobody said", start, receipts, inOrder)
		}
	})
}

// The cases that people argue about.
func TestJoin(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                 string
		is, reported, expect records.MessageStatus
	}{
		{"a late sent does not overwrite delivered", records.MessageDelivered, records.MessageSent, records.MessageDelivered},
		{"a late sent does not revive what failed", records.MessageFailed, records.MessageSent, records.MessageFailed},
		{"what arrived did not fail", records.MessageDelivered, records.MessageFailed, records.MessageDelivered},
		{"and was not a failure, if the failure came first", records.MessageFailed, records.MessageDelivered, records.MessageDelivered},
		{"a doubt ends with any word of the provider's", records.MessageUnknown, records.MessageSent, records.MessageSent},
		{"what was stopped after a first attempt had gone out", records.MessageNotSent, records.MessageDelivered, records.MessageDelivered},
		{"an inbound status is no status of ours", records.MessageProcessed, records.MessageDelivered, records.MessageProcessed},
		{"nor is it a receipt", records.MessageSent, records.MessageReceived, records.MessageSent},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.is.Join(test.reported); got != test.expect {
				t.Errorf("%s, then %s: %s, want %s", test.is, test.reported, got, test.expect)
			}
		})
	}
}
