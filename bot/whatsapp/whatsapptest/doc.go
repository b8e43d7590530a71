// Package whatsapptest is the other side of a linked WhatsApp device: a server
// on loopback that speaks WhatsApp's protocol to an unmodified whatsmeow, and
// telephones that write to it and read what it writes, with real Signal
// sessions in between.
//
// It answers the Noise handshake with certificates of its own root, links a
// device that shows its QR code to a telephone, keeps its pre-keys, relays its
// messages and receipts, hands messages over until they are acknowledged, also
// after a lost connection, and fails in the ways that WhatsApp fails.
//
// It knows no media, groups, history or limits on how much may be sent: it
// holds our code against the library, not against Meta.
package whatsapptest
