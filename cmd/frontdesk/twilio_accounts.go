package main

import (
	"encoding/json"
	"strings"

	"frontdesk/bot/twilio"
	"frontdesk/records"
)

// moreAccount is an account of FRONTDESK_TWILIO_MORE_ACCOUNTS.
type moreAccount struct {
	AccountSID    string `json:"account_sid"`
	AuthToken     string `json:"auth_token"`
	NextAuthToken string `json:"next_auth_token"`
	APIKeySID     string `json:"api_key_sid"`
	APIKeySecret  string `json:"api_key_secret"`
}

// moreAccounts reads the further accounts.
func (c configuration) moreAccounts() ([]moreAccount, error) {
	if strings.TrimSpace(c.TwilioMoreAccounts) == "" {
		return nil, nil
	}
	decoder := json.NewDecoder(strings.NewReader(c.TwilioMoreAccounts))
	decoder.DisallowUnknownFields() // a misspelt name is a secret that is not used
	var accounts []moreAccount
	if err := decoder.Decode(&accounts); err != nil {
		return nil, records.Invalid("FRONTDESK_TWILIO_MORE_ACCOUNTS",
			`must be a JSON list, like [{"account_sid": "AC…", "auth_token": "…", "api_key_sid": "SK…", "api_key_secret": "…"}]`)
	}
	return accounts, nil
}

// twilioAccounts gives the accounts, the one that channels belong to by default
// first. What can't be read was reported when the environment was.
func (c configuration) twilioAccounts() []twilio.Account {
	accounts := []twilio.Account{{
		SID: c.TwilioAccountSID, AuthToken: c.TwilioAuthToken, NextAuthToken: c.TwilioNextAuthToken,
		KeySID: c.TwilioKeySID, KeySecret: c.TwilioKeySecret,
	}}
	more, err := c.moreAccounts()
	if err != nil {
		return accounts
	}
	for _, account := range more {
		accounts = append(accounts, twilio.Account{
			SID: account.AccountSID, AuthToken: account.AuthToken, NextAuthToken: account.NextAuthToken,
			KeySID: account.APIKeySID, KeySecret: account.APIKeySecret,
		})
	}
	return accounts
}

// checkTwilioKey gives what is wrong with the API key and the further accounts.
func (c configuration) checkTwilioKey() []error {
	var found []error
	if (c.TwilioKeySID == "") != (c.TwilioKeySecret == "") {
		found = append(found, records.Invalid("FRONTDESK_TWILIO_API_KEY_SID", "and FRONTDESK_TWILIO_API_KEY_SECRET must be set together"))
	}
	if c.TwilioKeySID != "" && c.TwilioAuthToken == "" {
		found = append(found, records.Invalid("FRONTDESK_TWILIO_AUTH_TOKEN",
			"must be set beside the API key: Twilio signs webhooks with it and with nothing else"))
	}
	if _, err := c.moreAccounts(); err != nil {
		found = append(found, err)
	}
	if c.TwilioMoreAccounts != "" && !c.hasTwilio() {
		found = append(found, records.Invalid("FRONTDESK_TWILIO_MORE_ACCOUNTS", "needs a first account, in FRONTDESK_TWILIO_ACCOUNT_SID"))
	}
	return found
}
