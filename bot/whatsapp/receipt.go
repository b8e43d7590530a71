//go:build !nowhatsapp

package whatsapp

import (
	"context"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// messageStatuses maps WhatsApp's receipts. That the clinic's own telephone has
// seen its copy ("sender") proves that WhatsApp took the message; a device that
// lies in a drawer ("inactive") has it all the same.
var messageStatuses = map[types.ReceiptType]records.MessageStatus{
	types.ReceiptTypeSender:    records.MessageSent,
	types.ReceiptTypeDelivered: records.MessageDelivered,
	types.ReceiptTypeInactive:  records.MessageDelivered,
	types.ReceiptTypeRead:      records.MessageRead,
	types.ReceiptTypePlayed:    records.MessageRead,
}

// record hands a receipt on, once for each message that it is about. Receipts
// for what was not sent from here, and of other kinds, say nothing to us.
func (s *session) record(ctx context.Context, receipt *events.Receipt) error {
	status, known := messageStatuses[receipt.Type]
	if !known || receipt.IsGroup {
		return nil
	}
	for _, id := range receipt.MessageIDs {
		ours, sentHere := messageID(id)
		if !sentHere {
			continue
		}
		err := s.adapter.config.Receipts.Record(ctx, s.through, channel.Receipt{MessageID: ours, ProviderID: id, Status: status})
		if err != nil {
			return err
		}
	}
	return nil
}
