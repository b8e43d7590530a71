package intents

// Label is what a message wants, or says about itself. Its text is the name of
// the label's files of phrases.
type Label string

// The labels.
const (
	// Book wants a new appointment.
	Book Label = "book"
	// Cancel calls off what was booked or ordered.
	Cancel Label = "cancel"
	// Reschedule wants another day or time for what was booked.
	Reschedule Label = "reschedule"
	// List asks which appointments there are, and when.
	List Label = "list"
	// Status asks how far a request has come, or whether a booking stands.
	Status Label = "status"
	// Confirm says that they will come.
	Confirm Label = "confirm"
	// Billing asks what is owed, by when and for what.
	Billing Label = "billing"
	// Pay wants to pay.
	Pay Label = "pay"
	// Refund wants money back.
	Refund Label = "refund"
	// Insurance asks about, or tells of, an insurance.
	Insurance Label = "insurance"
	// Results asks for results of a test.
	Results Label = "results"
	// Refill wants a prescription again.
	Refill Label = "refill"
	// Directions asks where the place is and how to get there.
	Directions Label = "directions"
	// Hours asks when the place is open.
	Hours Label = "hours"
	// Facility asks what the place has: parking, lifts, machines.
	Facility Label = "facility"
	// ProviderInfo asks which practitioners there are, or about one.
	ProviderInfo Label = "provider_info"
	// Specialty names a service or a speciality and nothing else.
	Specialty Label = "specialty"
	// MedicalQuestion asks for medical advice.
	MedicalQuestion Label = "medical_question"
	// Symptom tells how somebody feels.
	Symptom Label = "symptom"
	// Register wants to become a patient, or to have an account.
	Register Label = "register"
	// ForOther says that it is for somebody else.
	ForOther Label = "for_other"
	// ForSelf says that it is for themselves.
	ForSelf Label = "for_self"
	// Name tells their name.
	Name Label = "name"
	// IDNumber tells the number of a document or a membership.
	IDNumber Label = "id_number"
	// Waitlist wants to hear of times that become free.
	Waitlist Label = "waitlist"
	// RunningLate says that they will be late.
	RunningLate Label = "running_late"
	// CheckIn says that they have arrived.
	CheckIn Label = "check_in"
	// WrongNumber says that the messages reach somebody else.
	WrongNumber Label = "wrong_number"
	// Human wants a person, or a number to call.
	Human Label = "human"
	// BotChallenge asks who or what is writing.
	BotChallenge Label = "bot_challenge"
	// Language wants another language.
	Language Label = "language"
	// Repeat wants to hear it again.
	Repeat Label = "repeat"
	// Help asks what can be done here.
	Help Label = "help"
	// Abort lets go of what is being talked about.
	Abort Label = "abort"
	// DontCare leaves the choice to the other side.
	DontCare Label = "dontcare"
	// Unsure says that they don't know.
	Unsure Label = "unsure"
	// Yes agrees.
	Yes Label = "yes"
	// No declines.
	No Label = "no"
	// Greet says hello.
	Greet Label = "greet"
	// Thanks thanks.
	Thanks Label = "thanks"
	// Bye says good-bye.
	Bye Label = "bye"
	// Done says that nothing else is wanted.
	Done Label = "done"
	// Complaint tells of something that went wrong.
	Complaint Label = "complaint"
	// Smalltalk is how people are kind to each other: "fine, and you?".
	Smalltalk Label = "smalltalk"
	// Privacy asks what becomes of what is known about them.
	Privacy Label = "privacy"
	// CorrectField says that something known about them is wrong.
	CorrectField Label = "correct_field"
	// Choice picks one of several things that were offered.
	Choice Label = "choice"
	// Date names a day and nothing else.
	Date Label = "date"
	// Time names a time of day and nothing else.
	Time Label = "time"
	// DateTime names a day and a time and nothing else.
	DateTime Label = "datetime"
	// Location names a branch of the clinic and nothing else.
	Location Label = "location"
	// OutOfScope is all else, and whatever the model is not sure of.
	OutOfScope Label = "oos"
)

// Labels are all labels, in the order in which the model holds them.
var Labels = []Label{
	Book, Cancel, Reschedule, List, Status, Confirm, Billing, Pay, Refund, Insurance, Results, Refill,
	Directions, Hours, Facility, ProviderInfo, Specialty, MedicalQuestion, Symptom, Register, ForOther,
	ForSelf, Name, IDNumber, Waitlist, RunningLate, CheckIn, WrongNumber, Human, BotChallenge, Language,
	Repeat, Help, Abort, DontCare, Unsure, Yes, No, Greet, Thanks, Bye, Done, Complaint, Smalltalk,
	Privacy, CorrectField, Choice, Date, Time, DateTime, Location, OutOfScope,
}
