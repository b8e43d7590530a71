package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// linkLife is how long the clinic's own links are good for unless somebody says
// otherwise, and at most.
const (
	linkLife    = 365 * 24 * time.Hour
	longestLink = 2 * 366 * 24 * time.Hour
	// visitLinkLife keeps a patient's calendar link a little beyond the visit.
	visitLinkLife = 24 * time.Hour
)

// newLinkSecret makes the secret of an address: 256 random bits in base64url,
// and the hash by which the store knows it.
func newLinkSecret(random io.Reader) (secret string, hash [32]byte, err error) {
	var bits [32]byte
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		return "", hash, fmt.Errorf("make a link: %w", err)
	}
	secret = base64.RawURLEncoding.EncodeToString(bits[:])
	return secret, hashOfLink(secret), nil
}

// linkSecretLength is the length of every secret.
const linkSecretLength = 43

// hashOfLink hashes what came as a secret, however long it is.
func hashOfLink(secret string) [32]byte {
	if len(secret) > linkSecretLength {
		secret = secret[:linkSecretLength+1] // no secret is so long
	}
	return sha256.Sum256([]byte(secret))
}

// The paths that secret addresses stand under. The doors that serve them and
// the texts that hold them take them from here.
const (
	PathDisplay  = "/display/"
	PathCalendar = "/calendar/"
	// PathVisit follows the clinic's slug in a patient's calendar address.
	PathVisit = "/appointment/"
	// PathIdentity is where a contact shows who they are. The secret stands behind
	// a "#" and so is never part of what a browser, a link preview or a proxy asks
	// for: only the page itself sends it.
	PathIdentity = "/l/"
	// PathPay is where an invoice is paid; its secret travels as that of
	// PathIdentity does.
	PathPay = "/pay/"
)

// addressOf gives the path of a link's address.
func addressOf(purpose records.SecretLinkPurpose, slug, secret string) string {
	switch purpose {
	case records.LinkQueueDisplay:
		return PathDisplay + slug + "/" + secret
	case records.LinkPractitionerCalendar:
		return PathCalendar + slug + "/" + secret + ".ics"
	case records.LinkAppointmentCalendar:
		return PathCalendar + slug + PathVisit + secret + ".ics"
	}
	return ""
}

// NewLink is a link that was just made: the one time that its address is known.
type NewLink struct {
	Link records.SecretLink
	// Path is the address below the service's own, secret included.
	Path string
}

// createLink stores a link and gives its address.
func createLink(ctx context.Context, tx *postgres.Tx, random io.Reader, slug string, link records.SecretLink) (NewLink, error) {
	secret, hash, err := newLinkSecret(random)
	if err != nil {
		return NewLink{}, err
	}
	if err := tx.CreateSecretLink(ctx, link, hash); err != nil {
		return NewLink{}, fmt.Errorf("store link: %w", err)
	}
	return NewLink{Link: link, Path: addressOf(link.Purpose, slug, secret)}, nil
}

// LinkRequest is a link that a clinic wants for itself.
type LinkRequest struct {
	Purpose records.SecretLinkPurpose
	// PractitionerID is whose calendar; LocationID which site's display, zero for
	// the whole clinic's.
	PractitionerID, LocationID uuid.UUID
	// Initials adds the patients' to a calendar.
	Initials bool
	// Life is how long it is good for; zero is a year.
	Life time.Duration
}

// link checks a request and makes the link of it.
func (w deskWork) link(request LinkRequest) (records.SecretLink, error) {
	if request.Life == 0 {
		request.Life = linkLife
	}
	if request.Life < 0 || request.Life > longestLink {
		return records.SecretLink{}, records.Invalid("days", "a link is good for at least one day and at most 732")
	}
	if request.Purpose == records.LinkPractitionerCalendar && w.practitionerName(request.PractitionerID) == "" {
		return records.SecretLink{}, records.NotFound("practitioner")
	}
	if err := w.checkLocation(request.LocationID); err != nil {
		return records.SecretLink{}, err
	}
	return records.SecretLink{
		ID: w.newID(), ClinicID: w.by.ClinicID, Purpose: request.Purpose, PractitionerID: request.PractitionerID,
		LocationID: request.LocationID, Initials: request.Initials, CreatedAt: w.now, ExpiresAt: w.now.Add(request.Life),
	}, nil
}

// CreateLink makes a secret address of the clinic's own. Its path is returned
// this once and can't be read again.
func (d *Desk) CreateLink(ctx context.Context, by Principal, request LinkRequest) (NewLink, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (NewLink, touched, error) {
		link, err := w.link(request)
		if err != nil {
			return NewLink{}, touched{}, err
		}
		made, err := createLink(ctx, w.tx, d.random, w.view.clinic.Slug, link)
		if err != nil {
			return NewLink{}, touched{}, err
		}
		made.Link = w.localLink(made.Link)
		return made, touched{action: records.AuditCreate, kind: "SecretLink", id: link.ID}, nil
	})
}

// Links lists the clinic's own links that are live, without their secrets.
func (d *Desk) Links(ctx context.Context, by Principal) ([]records.SecretLink, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.SecretLink, touched, error) {
		links, err := w.tx.SecretLinks(ctx, w.now)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list links: %w", err)
		}
		for i := range links {
			links[i] = w.localLink(links[i])
		}
		return links, touched{action: records.AuditRead, kind: "SecretLink"}, nil
	})
}

// RevokeLink makes a link open nothing from now on.
func (d *Desk) RevokeLink(ctx context.Context, by Principal, linkID uuid.UUID) error {
	_, err := perform(ctx, d, by, func(ctx context.Context, w deskWork) (struct{}, touched, error) {
		err := w.tx.RevokeSecretLink(ctx, linkID, w.now)
		if err != nil && records.CodeOf(err) != records.CodeNotFound {
			err = fmt.Errorf("revoke link: %w", err)
		}
		return struct{}{}, touched{action: records.AuditDelete, kind: "SecretLink", id: linkID}, err
	})
	return err
}

func (w deskWork) localLink(link records.SecretLink) records.SecretLink {
	link.CreatedAt, link.ExpiresAt = link.CreatedAt.In(w.view.zone), link.ExpiresAt.In(w.view.zone)
	return link
}

// AddLink makes a link on the operator's word, as CreateLink does on a
// manager's.
func (d *Desk) AddLink(ctx context.Context, clinicID uuid.UUID, request LinkRequest) (NewLink, error) {
	var made NewLink
	now := d.now()
	err := d.store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		view, err := d.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		w := deskWork{
			tx: tx, view: view, by: Principal{ClinicID: clinicID}, now: now, newID: d.newID, known: make(map[uuid.UUID]records.Patient),
		}
		link, err := w.link(request)
		if err != nil {
			return err
		}
		if made, err = createLink(ctx, tx, d.random, view.clinic.Slug, link); err != nil {
			return err
		}
		return tx.Audit(ctx, records.AuditEvent{
			ID: d.newID(), ClinicID: clinicID, AgentKind: "system", Action: records.AuditCreate, EntityKind: "SecretLink", EntityID: link.ID,
			RecordedAt: now,
		})
	})
	if err != nil {
		return NewLink{}, err
	}
	return made, nil
}
