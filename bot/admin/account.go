package admin

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagAccount = "Account"

// Account is who is calling, and for which clinic.
type Account struct {
	ID     uuid.UUID    `json:"id" format:"uuid"`
	Name   string       `json:"name"`
	Role   records.Role `json:"role" enum:"front-desk,clinician,billing,manager"`
	Clinic Clinic       `json:"clinic"`
}

// Clinic is the clinic that a token belongs to.
type Clinic struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Name     string    `json:"name"`
	TimeZone string    `json:"timeZone" example:"America/New_York" doc:"An IANA name. Every time in the API is in this zone."`
}

type accountOutput struct {
	Body Account
}

func (a *API) registerAccount() {
	register(a, operation{
		id: "getMe", method: http.MethodGet, path: "/me", tag: tagAccount, summary: "See who the token belongs to",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*accountOutput, error) {
		account, err := a.config.Desk.Me(ctx, by)
		if err != nil {
			return nil, err
		}
		return &accountOutput{Body: Account{
			ID: account.Principal.StaffID, Name: account.Principal.Name, Role: account.Principal.Role,
			Clinic: Clinic{ID: account.Clinic.ID, Name: account.Clinic.Name, TimeZone: account.Clinic.TimeZone},
		}}, nil
	})
}
