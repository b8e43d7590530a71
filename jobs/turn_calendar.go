package jobs

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/conversations"
	"frontdesk/records"
)

// calendarLink makes the address of one appointment's calendar entry. It is
// void once the appointment is at another version (invariant 9).
func (t *turn) calendarLink(ctx context.Context, request conversations.MakeCalendarLink) (conversations.Event, error) {
	appointment, owned, err := t.own(ctx, request.AppointmentID)
	if err != nil || !owned {
		return conversations.ChangeRefused{}, err
	}
	if appointment.Version != request.Version || appointment.Status != records.AppointmentBooked {
		return conversations.ChangeRefused{}, nil
	}
	made := conversations.CalendarLinkMade{Appointment: factsOf(appointment)}
	if t.jobs.config.PublicURL == "" || t.jobs.config.Random == nil {
		return made, nil
	}
	link, err := createLink(ctx, t.tx, t.jobs.config.Random, t.view.clinic.Slug, records.SecretLink{
		ID: t.jobs.config.NewID(), ClinicID: t.tx.ClinicID(), Purpose: records.LinkAppointmentCalendar, AppointmentID: appointment.ID,
		AppointmentVersion: appointment.Version, CreatedAt: t.now, ExpiresAt: appointment.End.Add(visitLinkLife),
	})
	if err != nil {
		return nil, fmt.Errorf("make a calendar link: %w", err)
	}
	made.URL = strings.TrimSuffix(t.jobs.config.PublicURL, "/") + link.Path
	return made, nil
}
