package simulator

import (
	"net/http"
	"slices"
	"strconv"

	"frontdesk/records"
)

// maxPage bounds how many messages one answer holds.
const maxPage = 500

// getMessages shows what is on the phone, or on its way there.
func (s *Simulator) getMessages(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	from, err := parseNumber(query.Get("from"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	after, err := parseSequence("after", query.Get("after"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	channels, err := s.channelsOf(r, records.ChannelKind(query.Get("channel")))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	phone := Phone{Messages: []PhoneMessage{}}
	for _, through := range channels {
		messages, err := s.options.Transcript.Messages(r.Context(), through, from, after, maxPage+1)
		if err != nil {
			s.refuse(w, r, s.problemOf(r.Context(), "read transcript", err))
			return
		}
		for _, message := range messages {
			phone.Messages = append(phone.Messages, phoneMessage(message, through))
		}
	}
	writeJSON(w, http.StatusOK, phone.page())
}

// channelsOf gives the channel that was asked for, or all that the phone has.
func (s *Simulator) channelsOf(r *http.Request, kind records.ChannelKind) ([]records.Channel, error) {
	if kind == "" {
		return s.openChannels(r.Context())
	}
	through, err := s.channelOf(r.Context(), kind)
	if err != nil {
		return nil, err
	}
	return []records.Channel{through}, nil
}

// page puts the messages of several channels in order, cuts them to one answer
// and says whether anything is still on its way.
func (p Phone) page() Phone {
	slices.SortFunc(p.Messages, func(a, b PhoneMessage) int {
		if a.Sequence < b.Sequence {
			return -1
		}
		return 1
	})
	p.Typing = slices.ContainsFunc(p.Messages, func(message PhoneMessage) bool { return isOnItsWay(message.Status) })
	if len(p.Messages) > maxPage {
		p.Messages, p.More = p.Messages[:maxPage], true
	}
	return p
}

// parseSequence reads an optional sequence number.
func parseSequence(field, raw string) (int64, error) {
	if raw == "" {
		return 0, nil
	}
	sequence, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || sequence < 0 {
		return 0, invalid(field, "This should be the sequence number of the last message that you have, a whole number from 0.")
	}
	return sequence, nil
}
