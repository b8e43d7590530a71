package channeltest

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// receiptsFindMessage: a receipt names the message by our id, or else by the
// provider's; also when the answer to the send was lost.
func receiptsFindMessage(ctx context.Context, s *scene) error {
	if s.Report == nil {
		return notApplicable("this provider gives no receipts")
	}
	answered := s.outbound(canaryText)
	if _, err := s.Sender.Send(ctx, answered); err != nil {
		return err
	}
	if err := s.reportAndMatch(ctx, answered); err != nil {
		return fmt.Errorf("after an answered send: %w", err)
	}
	if s.Fail == nil || !s.Fail(FaultLostAnswer) {
		return nil
	}
	lost := s.outbound("another text")
	if _, err := s.Sender.Send(ctx, lost); err == nil {
		return errors.New("a lost answer is said to be a success")
	}
	if err := s.reportAndMatch(ctx, lost); err != nil {
		return fmt.Errorf("after a lost answer: %w", err)
	}
	return nil
}

// reportAndMatch reports the newest message and checks that the receipt is
// that message's.
func (s *scene) reportAndMatch(ctx context.Context, message channel.Outbound) error {
	accepted := s.Accepted()
	newest := accepted[len(accepted)-1]
	if err := s.Report(ctx, newest, records.MessageDelivered, ""); err != nil {
		return err
	}
	recorded := s.receipts.all()
	if len(recorded) == 0 {
		return errors.New("no receipt was passed on")
	}
	receipt := recorded[len(recorded)-1]
	byOurs := receipt.MessageID == message.ID
	byTheirs := receipt.MessageID == uuid.Nil && receipt.ProviderID != "" && receipt.ProviderID == newest.ProviderID
	if !byOurs && !byTheirs {
		return fmt.Errorf("the receipt %+v is not for message %s (%s)", receipt, message.ID, newest.ProviderID)
	}
	if receipt.Status != records.MessageDelivered {
		return fmt.Errorf("the receipt says %q, want delivered", receipt.Status)
	}
	return nil
}

// receiptsInEveryOrder: the adapter passes on what comes, when it comes. What
// may follow what is decided where the status is kept.
func receiptsInEveryOrder(ctx context.Context, s *scene) error {
	if s.Report == nil {
		return notApplicable("this provider gives no receipts")
	}
	if _, err := s.Sender.Send(ctx, s.outbound(canaryText)); err != nil {
		return err
	}
	message := s.Accepted()[0]
	const sent, delivered, read = records.MessageSent, records.MessageDelivered, records.MessageRead
	var want []records.MessageStatus
	for _, order := range [][]records.MessageStatus{
		{sent, delivered, read},
		{sent, read, delivered},
		{delivered, sent, read},
		{delivered, read, sent},
		{read, sent, delivered},
		{read, delivered, sent},
		{sent, sent, delivered, delivered},
	} {
		for _, status := range order {
			if err := s.Report(ctx, message, status, ""); err != nil {
				return fmt.Errorf("%s in the order %v: %w", status, order, err)
			}
		}
		want = append(want, order...)
	}
	recorded := s.receipts.all()
	if len(recorded) != len(want) {
		return fmt.Errorf("%d receipts came, %d were passed on", len(want), len(recorded))
	}
	for i, receipt := range recorded {
		if receipt.Status != want[i] {
			return fmt.Errorf("receipt %d says %q, want %q", i, receipt.Status, want[i])
		}
	}
	return nil
}

// refusesUnstoredReceipt: the provider is not told that a receipt arrived
// which nobody kept.
func refusesUnstoredReceipt(ctx context.Context, s *scene) error {
	if s.Report == nil {
		return notApplicable("this provider gives no receipts")
	}
	if _, err := s.Sender.Send(ctx, s.outbound(canaryText)); err != nil {
		return err
	}
	s.receipts.setFailure(&records.Error{Code: records.CodeUnavailable, Message: "the database is away"})
	if err := s.Report(ctx, s.Accepted()[0], records.MessageDelivered, ""); err == nil {
		return errors.New("acknowledged a receipt that was not kept")
	}
	return nil
}

// receiptTellsCode: a failed delivery comes with the provider's code.
func receiptTellsCode(ctx context.Context, s *scene) error {
	if s.Report == nil || s.FailureCode == "" {
		return notApplicable("this provider gives no codes")
	}
	if _, err := s.Sender.Send(ctx, s.outbound(canaryText)); err != nil {
		return err
	}
	if err := s.Report(ctx, s.Accepted()[0], records.MessageFailed, s.FailureCode); err != nil {
		return err
	}
	recorded := s.receipts.all()
	if len(recorded) != 1 || recorded[0].Status != records.MessageFailed || recorded[0].ErrorCode != s.FailureCode {
		return fmt.Errorf("got %+v, want a failure with code %s", recorded, s.FailureCode)
	}
	return nil
}
