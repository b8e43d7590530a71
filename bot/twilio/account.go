package twilio

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/twilio/twilio-go/client"

	"frontdesk/records"
)

// Account is one of Twilio's accounts or subaccounts. All of it is letters and
// digits.
type Account struct {
	// SID is the account's ("AC…").
	SID string
	// AuthToken is the account's primary token, with which Twilio signs webhooks:
	// no API key can take its place there. Requests carry it, too, where no key
	// is given.
	AuthToken string
	// NextAuthToken, when set, signs webhooks as well: Twilio begins to use it
	// the moment a rotation is completed in its console.
	NextAuthToken string
	// KeySID and KeySecret are an API key ("SK…") for requests, if any: it can be
	// revoked alone.
	KeySID, KeySecret string
}

// account is an Account in use.
type account struct {
	sid         string
	credentials *client.Credentials
	validator   validator
}

// alphanumeric is what twilio-go takes for credentials.
var alphanumeric = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// errNoAccount says that a channel belongs to an account that this node knows
// nothing of.
var errNoAccount = errors.New("the channel's account is not configured")

// readAccounts checks the accounts, and gives what is wrong with them.
func readAccounts(given []Account) ([]account, []error) {
	var problems []error
	if len(given) == 0 {
		problems = append(problems, errors.New("an account must be given"))
	}
	accounts := make([]account, 0, len(given))
	seen := make(map[string]bool, len(given))
	for i, one := range given {
		for _, problem := range one.problems() {
			problems = append(problems, fmt.Errorf("account %d: %s", i+1, problem))
		}
		if seen[one.SID] {
			problems = append(problems, fmt.Errorf("account %d: its SID is given twice", i+1))
		}
		seen[one.SID] = true
		credentials := client.NewCredentials(one.SID, one.AuthToken)
		if one.KeySID != "" {
			credentials = client.NewCredentials(one.KeySID, one.KeySecret)
		}
		accounts = append(accounts, account{sid: one.SID, credentials: credentials, validator: newValidator(one.AuthToken, one.NextAuthToken)})
	}
	return accounts, problems
}

// problems says what is wrong with an account, without its secrets.
func (a Account) problems() []string {
	var found []string
	require := func(ok bool, problem string) {
		if !ok {
			found = append(found, problem)
		}
	}
	require(alphanumeric.MatchString(a.SID), "the account SID must be letters and digits")
	require(alphanumeric.MatchString(a.AuthToken), "the auth token must be letters and digits")
	require(a.NextAuthToken == "" || alphanumeric.MatchString(a.NextAuthToken), "the next auth token must be letters and digits")
	none := a.KeySID == "" && a.KeySecret == ""
	require(none || alphanumeric.MatchString(a.KeySID) && alphanumeric.MatchString(a.KeySecret),
		"an API key must be given with its secret, both letters and digits")
	return found
}

// account gives the account of a channel.
func (a *Adapter) account(through records.Channel) (account, error) {
	if through.AccountID == "" {
		return a.accounts[0], nil
	}
	for _, one := range a.accounts {
		if one.sid == through.AccountID {
			return one, nil
		}
	}
	return account{}, errNoAccount
}
