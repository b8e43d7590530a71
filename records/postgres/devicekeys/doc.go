// Package devicekeys opens the store of a linked WhatsApp device's keys and
// Signal sessions, which whatsmeow keeps in the schema that the migrations make
// for it. A program that was built with the tag nowhatsapp has none.
package devicekeys
