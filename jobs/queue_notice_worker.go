package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// noticeLife is how long "you're next" is of use to somebody who waits.
	noticeLife = 30 * time.Minute
	// noticeAhead is how soon before an agreed time a patient is told to be
	// next; who came hours early is not.
	noticeAhead = 15 * time.Minute
)

// QueueNoticeArgs has whoever is next in a clinic's queue told so. The job says
// which queue has changed, and reads the rest: one that is repeated, late or
// lost tells nobody twice.
type QueueNoticeArgs struct {
	ClinicID uuid.UUID `json:"clinic_id"`
	// Date is the queue's local day in ISO 8601.
	Date string `json:"date"`
}

// Kind implements river.JobArgs.
func (QueueNoticeArgs) Kind() string { return "queue_notice" }

// queueNoticeWorker tells patients that they are next.
type queueNoticeWorker struct {
	river.WorkerDefaults[QueueNoticeArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *queueNoticeWorker) Work(ctx context.Context, job *river.Job[QueueNoticeArgs]) error {
	return w.jobs.TellNext(ctx, job.Args)
}

// TellNext tells, once, everybody in a queue who is the first to be seen next
// or has been called. Who can't be reached is told by the display.
func (j *Jobs) TellNext(ctx context.Context, queue QueueNoticeArgs) error {
	date, err := time.Parse(time.DateOnly, queue.Date)
	if err != nil {
		return fmt.Errorf("tell who is next: %w", records.Invalid("date", "not a date"))
	}
	err = j.config.Store.InClinic(ctx, queue.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		room := today(tx, view, postgres.Agent{Kind: "system"}, now, j.config.NewID)
		if room.date != records.LocalDateOf(date, time.UTC) {
			return nil // yesterday's waiting room is empty
		}
		return j.tellNext(ctx, room)
	})
	if err != nil {
		return fmt.Errorf("tell who is next: %w", err)
	}
	return nil
}

func (j *Jobs) tellNext(ctx context.Context, room waitingRoom) error {
	queue, err := room.read(ctx)
	if err != nil {
		return err
	}
	messages := make(map[uuid.UUID]postgres.NewOutbound)
	var ticketIDs, conversationIDs []uuid.UUID
	for _, queued := range queue.patients {
		if !queue.isUp(queued.Ticket, room.now) {
			continue
		}
		message, err := j.queueNotice(ctx, room, queued.Ticket)
		if records.CodeOf(err) == records.CodeNotFound {
			continue // nobody to write to
		}
		if err != nil {
			return err
		}
		messages[queued.Ticket.ID] = message
		ticketIDs, conversationIDs = append(ticketIDs, queued.Ticket.ID), append(conversationIDs, message.ConversationID)
	}
	if len(messages) == 0 {
		return nil
	}
	// Conversations first, tickets after them: a turn that lets a patient check
	// in locks in this order.
	if err := room.tx.ShareConversations(ctx, conversationIDs); err != nil {
		return err
	}
	told, err := room.tx.MarkQueueTold(ctx, ticketIDs, room.now)
	if err != nil {
		return err
	}
	outbound := make([]postgres.NewOutbound, len(told))
	for i, ticketID := range told {
		outbound[i] = messages[ticketID]
	}
	lanes, err := room.tx.InsertOutbound(ctx, outbound, room.now)
	if err != nil {
		return err
	}
	j.observe("queue", "told", len(told))
	return j.wakeSends(ctx, room.tx, lanes)
}

// isUp says whether a patient is to be told now and has not been.
func (l line) isUp(ticket records.QueueTicket, now time.Time) bool {
	if !ticket.ToldAt.IsZero() {
		return false
	}
	if ticket.Status == records.QueueCalled {
		return true
	}
	place, waits := l.places[ticket.ID]
	return waits && place.Ahead == 0 && place.PractitionerID != uuid.Nil && !ticket.DueAt.After(now.Add(noticeAhead))
}

// queueNotice writes the message; records.CodeNotFound for a patient whom
// nothing reaches.
func (j *Jobs) queueNotice(ctx context.Context, room waitingRoom, ticket records.QueueTicket) (postgres.NewOutbound, error) {
	reach, err := room.tx.ContactOfPatient(ctx, ticket.PatientID)
	if err != nil {
		return postgres.NewOutbound{}, err
	}
	through, err := room.view.channel(reach.Contact.ChannelID)
	if err != nil {
		return postgres.NewOutbound{}, err
	}
	language := reach.Contact.Language
	if language == "" {
		language = room.view.clinic.Language()
	}
	text := room.view.engine.RenderQueueNotice(conversations.QueueNotice{
		Number: ticket.Number, Called: ticket.Status == records.QueueCalled, Room: ticket.Room,
	}, language, j.capabilities(through.Provider, through.Kind))
	return postgres.NewOutbound{
		ID: j.config.NewID(), ClinicID: ticket.ClinicID, ChannelID: reach.Contact.ChannelID, ConversationID: reach.ConversationID,
		Text: text.Text, Level: text.Level, Proactive: true, DespiteQuietHours: true, ExpiresAt: room.now.Add(noticeLife),
	}, nil
}
