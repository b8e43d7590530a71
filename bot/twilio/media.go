package twilio

import (
	"net/url"
	"regexp"
	"strconv"

	"frontdesk/conversations/channel"
)

// mediaPath is the path of a file that came with a message. The account in it
// is not looked at: media are fetched from our own.
var mediaPath = regexp.MustCompile(`^/2010-04-01/Accounts/[A-Za-z0-9]{1,64}/Messages/([A-Za-z0-9]{1,64})/Media/([A-Za-z0-9]{1,64})$`)

// announcedMedia reads what a webhook tells of the files that came along, of a
// form that tells nothing how many there are. What comes of a file's address is
// the two ids in its path, from which we write an address of our own: nothing
// is ever fetched from a host that a form names.
func announcedMedia(form url.Values, count int) []channel.Media {
	if count == 0 {
		return nil
	}
	announced := make([]channel.Media, min(count, channel.MaxMedia))
	for place := range announced {
		number := strconv.Itoa(place)
		announced[place] = channel.Media{
			Reference:   mediaReference(form.Get("MediaUrl" + number)),
			ContentType: channel.CleanText(form.Get("MediaContentType"+number), channel.MaxMediaType),
		}
	}
	return announced
}

// mediaReference gives the ids in a file's address ("MM…/ME…"), or "" where it
// has none; it is then found by its place in the message.
func mediaReference(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	ids := mediaPath.FindStringSubmatch(parsed.Path)
	if ids == nil {
		return ""
	}
	return ids[1] + "/" + ids[2]
}
