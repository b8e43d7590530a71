package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// EmailDesk says where patients' receipts go by e-mail.
type EmailDesk interface {
	EmailAddresses(ctx context.Context, by jobs.Principal, patientID uuid.UUID) ([]records.EmailAddress, error)
	AddEmailAddress(ctx context.Context, by jobs.Principal, patientID uuid.UUID, address string, reminders bool) (records.EmailAddress, error)
}

// EmailAddress is where a patient's receipts go, or may once it is confirmed.
type EmailAddress struct {
	ContactID uuid.UUID          `json:"contactId" format:"uuid" doc:"The contact that the address is: its consents say whether it may be written to."`
	Address   string             `json:"address"`
	State     records.EmailState `json:"state" enum:"unconfirmed,confirmed,stopped,unreachable" doc:"Only a confirmed address gets receipts."`
	Reminders bool               `json:"reminders" doc:"Whether reminders go there in place of a telephone."`
	Confirmed *time.Time         `json:"confirmed,omitempty" doc:"When whoever reads the address said that they want them."`
}

func emailAddressOf(stored records.EmailAddress) EmailAddress {
	address := EmailAddress{ContactID: stored.ContactID, Address: stored.Address, State: stored.State, Reminders: stored.Reminders}
	if !stored.ConfirmedAt.IsZero() {
		address.Confirmed = &stored.ConfirmedAt
	}
	return address
}

type emailAddressesInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
}

type emailAddressList struct {
	Body struct {
		Addresses []EmailAddress `json:"addresses"`
	}
}

type addEmailAddressInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
	Body struct {
		Address   string `json:"address" minLength:"3" maxLength:"254" example:"ana@example.com"`
		Reminders bool   `json:"reminders,omitempty" doc:"Whether reminders are to go there in place of a telephone."`
	}
}

type emailAddressOutput struct{ Body EmailAddress }

func (a *API) registerEmail() {
	register(a, operation{
		id: "listEmailAddresses", method: http.MethodGet, path: "/patients/{id}/email-addresses", tag: tagPatients,
		summary: "List where a patient's receipts go by e-mail", refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *emailAddressesInput) (*emailAddressList, error) {
		addresses, err := a.config.Desk.EmailAddresses(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		output := &emailAddressList{}
		output.Body.Addresses = make([]EmailAddress, len(addresses))
		for i, address := range addresses {
			output.Body.Addresses[i] = emailAddressOf(address)
		}
		return output, nil
	})
	register(a, operation{
		id: "addEmailAddress", method: http.MethodPost, path: "/patients/{id}/email-addresses", tag: tagPatients, status: http.StatusCreated,
		summary: "Ask whoever reads an e-mail address whether they want a patient's receipts", refusals: []int{http.StatusNotFound, http.StatusConflict},
		description: "They get one message with a link, which is good for 24 hours, and nothing else until they have pressed the button behind it. " +
			"An address is asked three times a day at most, and not at all after its reader ended our e-mails.",
	}, func(ctx context.Context, by jobs.Principal, input *addEmailAddressInput) (*emailAddressOutput, error) {
		added, err := a.config.Desk.AddEmailAddress(ctx, by, input.ID, input.Body.Address, input.Body.Reminders)
		if err != nil {
			return nil, err
		}
		return &emailAddressOutput{Body: emailAddressOf(added)}, nil
	})
}
