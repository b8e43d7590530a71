package email_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/email"
	"frontdesk/bot/email/emailtest"
	"frontdesk/conversations/channel/channeltest"
	"frontdesk/records"
)

const (
	clinicAddress  = "front@clinic.example.test"
	patientAddress = "p.2065550147@patients.example.test"
)

// mailbox is the clinic's channel.
var mailbox = records.Channel{ID: uuid.New(), Name: "mail", Kind: records.ChannelEmail, Provider: records.ProviderSMTP, Address: clinicAddress, Active: true}

// TestChannelEmail runs the suite against a mail server that wants encryption
// and a login. Patients can't write on this channel, and there are no receipts.
func TestChannelEmail(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, channeltest.Harness{Start: func(parts channeltest.Parts) (channeltest.Subject, error) {
		server, err := emailtest.Start(emailtest.Options{StartTLS: true, Login: true, Now: parts.Now})
		if err != nil {
			return channeltest.Subject{}, err
		}
		adapter, err := email.New(email.Config{
			Host: "127.0.0.1", Port: server.Port(), Username: emailtest.Username, Password: emailtest.Password, RootCAs: server.Roots(),
			Now: parts.Now, Timeout: 10 * time.Second,
		})
		if err != nil {
			return channeltest.Subject{}, err
		}
		return channeltest.Subject{
			Channel: mailbox, Sender: adapter, Patient: patientAddress, Close: server.Close,
			Accepted: func() []channeltest.Accepted {
				var accepted []channeltest.Accepted
				for _, message := range server.Messages() {
					read := readMail(t, message)
					accepted = append(accepted, channeltest.Accepted{ProviderID: read.ID, From: message.From, To: message.To, Text: read.Text})
				}
				return accepted
			},
			Fail: func(fault channeltest.Fault) bool {
				server.Fail(map[channeltest.Fault]emailtest.Fault{
					channeltest.FaultRefused:    {At: emailtest.AtRcpt, Code: 550, Enhanced: [3]int{5, 1, 1}},
					channeltest.FaultNotYet:     {At: emailtest.AtRcpt, Code: 451, Enhanced: [3]int{4, 7, 1}},
					channeltest.FaultLostAnswer: {At: emailtest.AtData, Accept: true, Cut: true},
					channeltest.FaultSilence:    {At: emailtest.AtData, Accept: true, Silent: true},
				}[fault])
				return true
			},
		}, nil
	}})
}
