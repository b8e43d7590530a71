// Package jobs is the unit of work: it turns what arrived into what is stored
// and sent, one transaction at a time. River carries the wake-ups; the work
// itself is read from the tables, set by set, so that a job that is repeated,
// lost or run twice changes nothing:
//
//   - Intake keeps an inbound message and wakes its lane, in one commit.
//   - A turn drain locks the lane's conversations, steps each, and commits the
//     new states, what they changed and the replies together (invariant 3).
//   - A send drain judges each reply at the exit gate, commits the attempt,
//     calls the provider and records the answer.
//   - Receipts only advance a message; the sweeper finds what a dead process
//     left behind.
//
// Desk is the same unit of work for staff.
package jobs
