// Package whatsapp carries messages through a device that is linked to the
// clinic's own WhatsApp telephone, with whatsmeow
// (https://pkg.go.dev/go.mau.fi/whatsmeow): it links devices, keeps them
// connected, takes in what patients write, sends what answers them, and says
// how a device stands.
//
// It is the second choice beside Twilio. WhatsApp does not offer this to
// businesses, bans accounts that write unasked, and turns old versions of the
// library away; so channels of this provider only answer, unless the clinic
// says otherwise.
//
// The library links go.mau.fi/libsignal, whose licence is the GPL, version 3. A
// program built with the tag nowhatsapp leaves this package's code and both
// libraries out.
//
// Package whatsapptest is a fake of the other side.
package whatsapp
