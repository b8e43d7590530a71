package jobs

import (
	"context"
	"fmt"
	"time"

	"frontdesk/records"
)

// FreedTime is a time that an appointment left, as the desk sees it.
type FreedTime struct {
	Slot                records.FreedSlot
	PractitionerName    string
	AppointmentTypeName string
}

// FreedReport is what became of the times that were left in a span: a page of
// them, and figures of them all.
type FreedReport struct {
	Slots []FreedTime
	// More is true when there are others after the last one here.
	More bool
	// Counts has how many there are of each outcome; Offers how many patients
	// were asked.
	Counts map[records.FreedSlotStatus]int
	Offers int
}

// FillRate is the share of the times that somebody waited for and that have
// their outcome, which were used again, whoever by: of claimed, booked and
// unclaimed ones, the first two. False where there are none.
func (r FreedReport) FillRate() (float64, bool) {
	filled := r.Counts[records.FreedClaimed] + r.Counts[records.FreedBooked]
	settled := filled + r.Counts[records.FreedUnclaimed]
	if settled == 0 {
		return 0, false
	}
	return float64(filled) / float64(settled), true
}

// FreedSlots tells what became of the times that cancellations and moves left
// between two moments, the oldest first: at most limit, after a position. A zero
// from is four weeks before until, a zero until is now; a year is the longest.
func (d *Desk) FreedSlots(ctx context.Context, by Principal, from, until time.Time, after Position, limit int) (FreedReport, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (FreedReport, touched, error) {
		span, err := w.freedSpan(from, until)
		if err != nil {
			return FreedReport{}, touched{}, err
		}
		slots, err := w.tx.FreedSlots(ctx, span, after.At, after.ID, limit+1)
		if err != nil {
			return FreedReport{}, touched{}, fmt.Errorf("list freed slots: %w", err)
		}
		counts, err := w.tx.CountFreedSlots(ctx, span)
		if err != nil {
			return FreedReport{}, touched{}, fmt.Errorf("count freed slots: %w", err)
		}
		report := FreedReport{Counts: make(map[records.FreedSlotStatus]int, len(counts))}
		for _, count := range counts {
			report.Counts[count.Status] = count.Slots
			report.Offers += count.Offers
		}
		slots, report.More = page(slots, limit)
		for _, slot := range slots {
			report.Slots = append(report.Slots, w.freedTime(slot))
		}
		return report, touched{action: records.AuditRead, kind: "Slot"}, nil
	})
}

func (w deskWork) freedSpan(from, until time.Time) (records.Period, error) {
	const usual, longest = 28 * 24 * time.Hour, 366 * 24 * time.Hour
	if until.IsZero() {
		until = w.now.Add(time.Microsecond) // what was freed at this moment is among them
	}
	if from.IsZero() {
		from = until.Add(-usual)
	}
	switch {
	case !from.Before(until):
		return records.Period{}, records.Invalid("to", "the end of the span must be after its start")
	case until.Sub(from) > longest:
		return records.Period{}, records.Invalid("to", "the span is longer than a year; ask for a shorter one")
	}
	return records.Period{From: from, Until: until}, nil
}

func (w deskWork) freedTime(slot records.FreedSlot) FreedTime {
	slot.Start, slot.End, slot.FreedAt = slot.Start.In(w.view.zone), slot.End.In(w.view.zone), slot.FreedAt.In(w.view.zone)
	if !slot.NextWaveAt.IsZero() {
		slot.NextWaveAt = slot.NextWaveAt.In(w.view.zone)
	}
	if !slot.SettledAt.IsZero() {
		slot.SettledAt = slot.SettledAt.In(w.view.zone)
	}
	return FreedTime{
		Slot: slot, PractitionerName: w.practitionerName(slot.PractitionerID),
		AppointmentTypeName: w.view.types[slot.AppointmentTypeID].Name.In(w.view.clinic.Language()),
	}
}
