package email

import (
	"context"
	"crypto/tls"
	"errors"
	"net"

	"github.com/wneessen/go-mail"

	"frontdesk/conversations/channel"
)

// Send hands a message to the mail server; see channel.Sender. The id that it
// gives is the message's Message-ID.
func (a *Adapter) Send(ctx context.Context, message channel.Outbound) (channel.Sent, error) {
	written, err := a.compose(message)
	if err != nil {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeRefused, Remedy: remedyOf(err), Err: prefixed(err)}
	}
	if !message.ExpiresAt.IsZero() && !a.config.Now().Before(message.ExpiresAt) {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeRefused, Err: errors.New("email: the message has expired")}
	}
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	case <-ctx.Done():
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet, Err: prefixed(ctx.Err())}
	}
	if ctx.Err() != nil {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet, Err: prefixed(ctx.Err())}
	}
	client, err := a.client(ctx)
	if err != nil {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet, Remedy: channel.RemedyOperator, Err: errors.New("email: the settings can't be used")}
	}
	err = client.DialAndSendWithContext(ctx, written)
	if written.IsDelivered() {
		// What went wrong after that, such as taking leave, changes nothing.
		return channel.Sent{ProviderID: a.messageID(message)}, nil
	}
	return channel.Sent{}, judge(err)
}

// client makes go-mail's client for one message. A connection ends with ctx:
// go-mail itself looks at ctx while it connects, and no more after that.
func (a *Adapter) client(ctx context.Context) (*mail.Client, error) {
	secrecy := &tls.Config{ServerName: a.config.Host, RootCAs: a.config.RootCAs, MinVersion: tls.VersionTLS12}
	options := []mail.Option{
		mail.WithPort(a.config.Port), mail.WithTimeout(a.config.Timeout), mail.WithHELO(a.config.HelloName), mail.WithTLSConfig(secrecy),
		mail.WithoutNoop(), mail.WithDialContextFunc(func(dialing context.Context, network, _ string) (net.Conn, error) {
			connection, err := new(net.Dialer).DialContext(dialing, network, a.address())
			if err != nil {
				return nil, err
			}
			context.AfterFunc(ctx, func() { _ = connection.Close() }) // whoever uses it is told
			if a.config.Encryption != TLS {
				return connection, nil
			}
			encrypted := tls.Client(connection, secrecy)
			return encrypted, encrypted.HandshakeContext(dialing)
		}),
	}
	switch a.config.Encryption {
	case TLS:
		// It is encrypted when go-mail gets it, and go-mail sees that.
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	case Unencrypted:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if a.config.Username != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(a.config.Username), mail.WithPassword(a.config.Password))
	}
	return mail.NewClient(a.config.Host, options...)
}
