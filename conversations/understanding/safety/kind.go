package safety

import "frontdesk/records"

// Kind says which emergency a message tells of, in the words of triage lists,
// so that staff can be told without the patient's own.
type Kind string

// The kinds of emergencies, the one that decides first: who wants to die needs
// other words than who is bleeding, whatever else they write.
const (
	// NoEmergency is an ordinary message.
	NoEmergency Kind = ""
	// SelfHarm is suicide and self-injury, threatened, planned, done or veiled, of
	// the writer or of somebody else.
	SelfHarm Kind = "self-harm"
	// Violence is danger from another person.
	Violence Kind = "violence"
	// Unconscious is who can't be woken, has fainted, or has a seizure.
	Unconscious Kind = "unconscious"
	// Breathing is choking, drowning and too little air.
	Breathing Kind = "breathing"
	// Allergy is a severe allergic reaction.
	Allergy Kind = "allergy"
	// Cardiac is chest pain and what else speaks for the heart.
	Cardiac Kind = "cardiac"
	// Stroke is a drooping face, a weak side, lost speech, the worst headache.
	Stroke Kind = "stroke"
	// Pregnancy is bleeding, labour or a quiet child in a pregnancy, and the
	// weeks after it.
	Pregnancy Kind = "pregnancy"
	// Infant is a baby with fever, or one that is limp, blue or won't feed.
	Infant Kind = "infant"
	// Bleeding is blood that is much, won't stop, or comes from inside.
	Bleeding Kind = "bleeding"
	// Poisoning is an overdose, a poison, a gas or a venom.
	Poisoning Kind = "poisoning"
	// Injury is a severe accident, wound, fracture or burn.
	Injury Kind = "injury"
	// Infection is what speaks for sepsis or meningitis.
	Infection Kind = "infection"
	// Diabetes is blood sugar far too low or far too high.
	Diabetes Kind = "diabetes"
	// Sight is sudden loss of sight, and an eye that was burnt or pierced.
	Sight Kind = "sight"
	// Pain is sudden or unbearable pain elsewhere.
	Pain Kind = "pain"
	// Unspecified is who calls it an emergency, or wants an ambulance, and does
	// not say for what; and what the model alone holds for one.
	Unspecified Kind = "unspecified"
)

// Kinds lists every kind but NoEmergency, the one that decides first.
func Kinds() []Kind {
	return []Kind{
		SelfHarm, Violence, Unconscious, Breathing, Allergy, Cardiac, Stroke, Pregnancy, Infant, Bleeding, Poisoning,
		Injury, Infection, Diabetes, Sight, Pain, Unspecified,
	}
}

// Keyword is what a message says about being written to at all.
type Keyword string

const (
	// NoKeyword is an ordinary message.
	NoKeyword Keyword = ""
	// Stop ends the messages, by word or by sentence.
	Stop Keyword = "stop"
	// Start brings them back.
	Start Keyword = "start"
	// Help asks who is writing and how to end it.
	Help Keyword = "help"
	// BareCancel is the one word CANCEL, which ends messages for carriers and
	// appointments for people.
	BareCancel Keyword = "cancel"
)

// Finding is what a message holds that comes before all else.
type Finding struct {
	// Emergency is the kind that decides, of those that were found.
	Emergency Kind
	// Language of the rule that found it; empty without an emergency, and where
	// the model alone found it.
	Language records.Language
	Keyword  Keyword
	// Shy is true for a Stop that may as well answer what was asked: "I don't want
	// it".
	Shy bool
}
