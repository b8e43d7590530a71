package jobs

import (
	"context"
	"fmt"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// freeSlotAt gives a freed time as it can be had now, with rooms and devices.
// What binds patients who book by themselves does not: the clinic asks, and the
// type's WaitlistNotice stands in place of its lead time.
func (v *clinicView) freeSlotAt(ctx context.Context, tx *postgres.Tx, freed records.FreedSlot, now time.Time) (scheduler.Slot, bool, error) {
	slots, err := v.findSlots(ctx, tx, scheduler.Search{
		AppointmentTypeID: freed.AppointmentTypeID, PractitionerID: freed.PractitionerID,
		Windows: []scheduler.Window{{Start: freed.Start, End: freed.Start.Add(time.Nanosecond)}}, Limit: 1, ByStaff: true,
	}, now)
	if err != nil || len(slots) == 0 {
		return scheduler.Slot{}, false, err
	}
	return slots[0], true, nil
}

// tellGone ends all open offers of a freed time that somebody has, and writes
// to those who were asked and have not answered. They stay on the list.
func (j *Jobs) tellGone(ctx context.Context, tx *postgres.Tx, view *clinicView, freed records.FreedSlot, now time.Time,
) ([]postgres.NewOutbound, error) {
	lost, err := tx.LoseOffers(ctx, freed.ID, now)
	if err != nil {
		return nil, fmt.Errorf("end the other offers: %w", err)
	}
	told := make([]postgres.NewOutbound, 0, len(lost))
	for _, offer := range lost {
		through, err := view.channel(offer.ChannelID)
		if err != nil {
			return nil, err
		}
		language := offer.Language
		if language == "" {
			language = view.clinic.Language()
		}
		text := view.engine.RenderGone(freed.Start, language, j.capabilities(through.Provider, through.Kind))
		told = append(told, postgres.NewOutbound{
			ID: j.config.NewID(), ClinicID: view.clinic.ID, ChannelID: offer.ChannelID, ConversationID: offer.ConversationID,
			Text: text.Text, Level: text.Level, Proactive: true, ExpiresAt: freed.Start,
		})
	}
	j.observe("waitlist", "told", len(told))
	return told, nil
}
