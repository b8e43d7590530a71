package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateOffers stores offers, makes each the one that a bare answer in its
// conversation is for, and gives the ids of those that were stored. Left out is
// what was asked before: a rebooking of one version of an appointment, a freed
// slot for one wish (slot_offer_rebook_once, slot_offer_freed_once). The caller
// writes messages only for the others, in the same transaction.
func (tx *Tx) CreateOffers(ctx context.Context, offers []records.SlotOffer) ([]uuid.UUID, error) {
	if len(offers) == 0 {
		return nil, nil
	}
	rows := dbsqlc.InsertOffersParams{ClinicID: tx.clinicID}
	for _, offer := range offers {
		slots, err := json.Marshal(offer.Slots)
		if err != nil {
			return nil, fmt.Errorf("encode the slots of an offer: %w", err)
		}
		rows.IDs = append(rows.IDs, offer.ID)
		rows.Kinds = append(rows.Kinds, string(offer.Kind))
		rows.PatientIDs = append(rows.PatientIDs, offer.PatientID)
		rows.ConversationIDs = append(rows.ConversationIDs, offer.ConversationID)
		rows.AppointmentIDs = append(rows.AppointmentIDs, offer.AppointmentID)
		rows.AppointmentVersions = append(rows.AppointmentVersions, offer.AppointmentVersion)
		rows.WaitlistEntryIDs = append(rows.WaitlistEntryIDs, offer.WaitlistEntryID)
		rows.FreedSlotIDs = append(rows.FreedSlotIDs, offer.FreedSlotID)
		rows.AbsenceIDs = append(rows.AbsenceIDs, offer.AbsenceID)
		rows.Slots = append(rows.Slots, slots)
		rows.MessageIDs = append(rows.MessageIDs, offer.MessageID)
		rows.CreatedAt = append(rows.CreatedAt, offer.CreatedAt)
		rows.ExpiresAt = append(rows.ExpiresAt, offer.ExpiresAt)
	}
	err := tx.later.LockConversationsForOffers(ctx, dbsqlc.LockConversationsForOffersParams{
		ClinicID: tx.clinicID, ConversationIDs: rows.ConversationIDs,
	})
	if err != nil {
		return nil, err
	}
	created, err := tx.queries.InsertOffers(ctx, rows)
	if err != nil {
		return nil, coded(err)
	}
	return created, tx.later.PointToOffers(ctx, dbsqlc.PointToOffersParams{
		ClinicID: tx.clinicID, ConversationIDs: rows.ConversationIDs,
	})
}

// Offer reads one offer; records.CodeNotFound when the clinic has no such one.
func (tx *Tx) Offer(ctx context.Context, offerID uuid.UUID) (records.SlotOffer, error) {
	row, err := tx.queries.GetOffer(ctx, dbsqlc.GetOfferParams{ClinicID: tx.clinicID, ID: offerID})
	if err != nil {
		return records.SlotOffer{}, coded(err)
	}
	return offerOf(row)
}

// OffersOfAppointment lists what was offered in place of an appointment, the
// oldest first.
func (tx *Tx) OffersOfAppointment(ctx context.Context, appointmentID uuid.UUID) ([]records.SlotOffer, error) {
	rows, err := tx.queries.OffersOfAppointment(ctx, dbsqlc.OffersOfAppointmentParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
	if err != nil {
		return nil, coded(err)
	}
	return offersOf(rows)
}

func offersOf(rows []dbsqlc.SlotOffer) ([]records.SlotOffer, error) {
	offers := make([]records.SlotOffer, len(rows))
	for i, row := range rows {
		var err error
		if offers[i], err = offerOf(row); err != nil {
			return nil, err
		}
	}
	return offers, nil
}

// SettleOffer records what became of an open offer, and says whether it still
// was open: an offer is settled once, whoever comes first.
func (tx *Tx) SettleOffer(ctx context.Context, offerID uuid.UUID, status records.SlotOfferStatus, now time.Time) (bool, error) {
	settled, err := tx.queries.SettleOffer(ctx, dbsqlc.SettleOfferParams{
		ClinicID: tx.clinicID, ID: offerID, Status: string(status), Now: now,
	})
	return settled > 0, coded(err)
}

// AnswerOffer notes that a conversation has answered an offer, or was told that
// it is void: the next answer is for what was offered before, if that is open.
// The transaction must hold the conversation.
func (tx *Tx) AnswerOffer(ctx context.Context, conversationID, offerID uuid.UUID) error {
	return tx.later.AnswerOffer(ctx, dbsqlc.AnswerOfferParams{ClinicID: tx.clinicID, ID: conversationID, OfferID: offerID})
}

// Offered is an offer as a turn needs it.
type Offered struct {
	Offer records.SlotOffer
	// SentAt is when its message was handed to the provider.
	SentAt time.Time
	// Appointment that it would replace, as that still is; its ID is zero where
	// there is none.
	Appointment records.Appointment
	// Others is how many other offers are open in the conversation.
	Others int
}

// lateAnswer is how long after its end an offer is still known as what an
// answer is for, so that the patient is told.
const lateAnswer = 7 * 24 * time.Hour

// OfferedTo reads what a conversation was offered last, nil where nothing is.
func (tx *Tx) OfferedTo(ctx context.Context, conversationID uuid.UUID, now time.Time) (*Offered, error) {
	rows, err := tx.queries.OffersOfConversations(ctx, dbsqlc.OffersOfConversationsParams{
		ClinicID: tx.clinicID, Now: now, ConversationIDs: []uuid.UUID{conversationID},
	})
	if err != nil || len(rows) == 0 {
		return nil, coded(err)
	}
	offered, _, err := offeredOf(tx.clinicID, rows[0], now)
	return offered, err
}

// offeredOf gives an offer that the patient has been sent. void says that it
// means nothing any more: the appointment has changed, or it ended long ago.
func offeredOf(clinicID uuid.UUID, row dbsqlc.OffersOfConversationsRow, now time.Time) (offered *Offered, void bool, err error) {
	changed := row.ReplacedID.Valid && row.StartAt == nil
	if changed || row.SettledAt != nil && now.Sub(*row.SettledAt) > lateAnswer {
		return nil, true, nil
	}
	switch records.MessageStatus(row.MessageStatus) {
	case records.MessageQueued, records.MessageNotSent, records.MessageFailed:
		return nil, false, nil
	case records.MessageReceived, records.MessageProcessed, records.MessageQuarantined, records.MessageSending, records.MessageUnknown,
		records.MessageSent, records.MessageDelivered, records.MessageRead:
	}
	slots, err := offeredSlots(row.Slots)
	if err != nil {
		return nil, false, err
	}
	offered = &Offered{
		SentAt: row.SentAt.UTC(), Others: int(row.Others),
		Offer: records.SlotOffer{
			ID: row.ID, ClinicID: clinicID, Kind: records.SlotOfferKind(row.Kind), PatientID: row.PatientID, ConversationID: row.ConversationID,
			AppointmentID: row.ReplacedID.UUID, AppointmentVersion: row.ReplacedVersion, Slots: slots,
			Status: records.SlotOfferStatus(row.Status), ExpiresAt: row.ExpiresAt.UTC(), SettledAt: instantOf(row.SettledAt),
		},
	}
	if row.ReplacedID.Valid {
		offered.Appointment = records.Appointment{
			ID: row.ReplacedID.UUID, ClinicID: clinicID, Version: row.ReplacedVersion, PatientID: row.PatientID,
			PractitionerID: row.PractitionerID.UUID, AppointmentTypeID: row.AppointmentTypeID.UUID, Status: records.AppointmentBooked,
			ParticipantStatus: records.ParticipantStatus(row.ParticipantStatus), Start: instantOf(row.StartAt), End: instantOf(row.EndAt),
		}
	}
	return offered, false, nil
}

func offerOf(row dbsqlc.SlotOffer) (records.SlotOffer, error) {
	slots, err := offeredSlots(row.Slots)
	return records.SlotOffer{
		ID: row.ID, ClinicID: row.ClinicID, Kind: records.SlotOfferKind(row.Kind), PatientID: row.PatientID,
		ConversationID: row.ConversationID, AppointmentID: row.AppointmentID.UUID, AppointmentVersion: row.AppointmentVersion.Int64,
		WaitlistEntryID: row.WaitlistEntryID.UUID, FreedSlotID: row.FreedSlotID.UUID, AbsenceID: row.AbsenceID.UUID, Slots: slots,
		Status: records.SlotOfferStatus(row.Status), MessageID: row.MessageID, CreatedAt: row.CreatedAt.UTC(),
		ExpiresAt: row.ExpiresAt.UTC(), SettledAt: instantOf(row.SettledAt),
	}, err
}

func offeredSlots(stored []byte) ([]records.OfferedSlot, error) {
	var slots []records.OfferedSlot
	if err := json.Unmarshal(stored, &slots); err != nil {
		return nil, fmt.Errorf("decode the slots of an offer: %w", err)
	}
	return slots, nil
}

// Addressee is a patient who may be written to unasked, and where.
type Addressee struct {
	Reach
	// Language that the patient is written to in: the contact's, else the
	// patient's own.
	Language records.Language
}

// Addressees gives those of the patients who may be written to unasked, by
// their ids: who has a contact that somebody has spoken for, on a channel that
// is active, and that has not opted out.
func (tx *Tx) Addressees(ctx context.Context, patientIDs []uuid.UUID) (map[uuid.UUID]Addressee, error) {
	rows, err := tx.queries.ReachOfPatients(ctx, dbsqlc.ReachOfPatientsParams{ClinicID: tx.clinicID, PatientIDs: patientIDs})
	if err != nil {
		return nil, coded(err)
	}
	found := make(map[uuid.UUID]Addressee, len(rows))
	for _, row := range rows {
		language := records.Language(row.Language)
		if language == "" {
			language = records.Language(row.PatientLanguage)
		}
		found[row.PatientID] = Addressee{Language: language, Reach: Reach{ConversationID: row.ConversationID, Contact: records.Contact{
			ID: row.ID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address,
			State: records.ContactState(row.State), Language: records.Language(row.Language),
		}}}
	}
	return found, nil
}
