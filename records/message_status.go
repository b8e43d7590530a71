package records

import "slices"

// outboundLattice orders what can be known of an outbound message, from the
// least to the most. It is a chain, so the join of two statuses is the later of
// them, whatever the order in which they were learned (invariant 6).
//
// Failed stands above sent, since "sent" is said of what has only left, and
// below delivered: that a message arrived is proof, that it did not is an
// opinion of whoever had it last. Not-sent stands right above queued: it is what
// our exit gate decided, and a provider's word on the message says that an
// earlier attempt went out after all.
var outboundLattice = []MessageStatus{
	MessageQueued, MessageNotSent, MessageSending, MessageUnknown, MessageSent, MessageFailed, MessageDelivered, MessageRead,
}

// OutboundLattice gives the statuses of an outbound message in the order in
// which receipts raise it; the store's UPDATE takes the order from here.
func OutboundLattice() []MessageStatus { return slices.Clone(outboundLattice) }

// Join gives what is known of an outbound message once a receipt reports a
// status: the greater of the two. It is commutative, associative and
// idempotent, so receipts may come late, twice and in any order. A status that
// is no outbound one adds nothing.
func (s MessageStatus) Join(reported MessageStatus) MessageStatus {
	if slices.Index(outboundLattice, reported) > slices.Index(outboundLattice, s) && slices.Contains(outboundLattice, s) {
		return reported
	}
	return s
}

// Advances says whether a receipt of a status moves a message on.
func (s MessageStatus) Advances(reported MessageStatus) bool { return s.Join(reported) != s }

// Settled says whether nothing better is worth waiting for before the next
// message of the conversation leaves: it arrived, or it never will.
func (s MessageStatus) Settled() bool {
	return s == MessageFailed || s == MessageDelivered || s == MessageRead || s == MessageNotSent
}
