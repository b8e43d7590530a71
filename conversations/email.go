package conversations

import "github.com/google/uuid"

// AskEmail has the holder of an e-mail address asked whether they want a
// patient's receipts; answered by EmailAnswered. Only for a patient who was
// granted records.AccessRecord.
type AskEmail struct {
	PatientID uuid.UUID
	Address   string
	// Reminders says that reminders are to go there, too.
	Reminders bool
}

// EmailAnswered answers AskEmail.
type EmailAnswered struct{ Answer EmailAnswer }

// EmailAnswer is what became of a wish for receipts by e-mail.
type EmailAnswer string

const (
	// EmailAsked says that a message is on its way to the address.
	EmailAsked EmailAnswer = "asked"
	// EmailNoAddress says that it is none that can be written to.
	EmailNoAddress EmailAnswer = "no-address"
	// EmailStopped says that its holder wants no messages.
	EmailStopped EmailAnswer = "stopped"
	// EmailTooMany says that it, or others, were asked often enough today.
	EmailTooMany EmailAnswer = "too-many"
	// EmailUnavailable says that the clinic sends no e-mail.
	EmailUnavailable EmailAnswer = "unavailable"
)

func (AskEmail) effect()     {}
func (AskEmail) request()    {}
func (EmailAnswered) event() {}

// KeepEmailAsked remembers that an address was just asked whether it wants
// e-mails.
func (t *Turn) KeepEmailAsked() { t.state.EmailAsked = t.Now }

// EmailJustAsked says whether that was so lately that its answer is still to be
// waited for.
func (t *Turn) EmailJustAsked() bool {
	return !t.state.EmailAsked.IsZero() && t.Now.Sub(t.state.EmailAsked) < justNow
}
