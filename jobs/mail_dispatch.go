package jobs

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// The pages that the links in e-mails open.
const (
	// PathMail is where the holder of an address confirms it. Its secret stands
	// behind a "#", as that of PathIdentity does: whoever looks a message through
	// for dangerous links never has it.
	PathMail = "/mail/"
	// PathMailStop follows the clinic's slug where e-mails are ended. Its secret is
	// part of the path, since a mail program asks for it by itself (RFC 8058).
	PathMailStop = "/stop/"
)

// mailsOf reads what a channel's claimed e-mails have beside their texts; nil on
// every other channel.
func mailsOf(ctx context.Context, tx *postgres.Tx, through records.Channel, queued []postgres.Queued) (map[uuid.UUID]postgres.MessageMail, error) {
	if through.Kind != records.ChannelEmail || len(queued) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(queued))
	for i, message := range queued {
		ids[i] = message.ID
	}
	mails, err := tx.MessageMails(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read what e-mails have beside their texts: %w", err)
	}
	return mails, nil
}

// address gives the e-mails that are about to leave their links, and puts them
// where mail programs and people look for them. The secrets are made here and
// kept nowhere: the store has their hashes, before any of them leaves.
func (s *sorting) address(ctx context.Context) error {
	if s.claim.through.Kind != records.ChannelEmail {
		return nil
	}
	for i := range s.pacing.departures {
		if err := s.addressOne(ctx, &s.pacing.departures[i]); err != nil {
			return fmt.Errorf("make the links of an e-mail: %w", err)
		}
	}
	return nil
}

func (s *sorting) addressOne(ctx context.Context, leaving *departure) error {
	extra := s.mails[leaving.ID]
	if leaving.Level == records.ContentNeutral && !leaving.Confirms {
		extra = postgres.MessageMail{} // a neutral text went in the place of its own before
	}
	base := strings.TrimSuffix(s.jobs.config.PublicURL, "/") + PathMail + s.view.clinic.Slug
	stop, err := s.mailLink(ctx, leaving.Queued, uuid.Nil)
	if err != nil {
		return err
	}
	stop = base + PathMailStop + stop
	leaving.mail = &channel.Mail{Sender: s.view.clinic.Name, Subject: extra.Subject, OptOutURL: stop}
	if extra.Subject == "" {
		leaving.mail.Subject = s.view.clinic.Name
	}
	if extra.Calendar != "" {
		leaving.mail.Calendar = []byte(extra.Calendar)
	}
	parts := []string{leaving.Text}
	if extra.ConfirmationID != uuid.Nil {
		secret, err := s.mailLink(ctx, leaving.Queued, extra.ConfirmationID)
		if err != nil {
			return err
		}
		parts = append(parts, base+"#"+secret)
	}
	parts = append(parts, s.view.engine.RenderMailFooter(extra.ConfirmationID != uuid.Nil, stop, leaving.Language))
	leaving.Text = strings.Join(parts, "\n\n")
	return nil
}

// mailLink makes the secret of an address in an e-mail.
func (s *sorting) mailLink(ctx context.Context, message postgres.Queued, confirmationID uuid.UUID) (string, error) {
	secret, hash, err := newLinkSecret(s.jobs.config.Random)
	if err != nil {
		return "", err
	}
	return secret, s.tx.CreateEmailLink(ctx, postgres.EmailLink{
		MessageID: message.ID, ContactID: message.ContactID, ConfirmationID: confirmationID,
	}, hash, s.now)
}
