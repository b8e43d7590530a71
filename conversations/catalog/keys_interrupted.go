package catalog

import "frontdesk/records"

// The texts around what was broken off: by an emergency, or by whoever leaves
// before it is done.
var (
	AfterEmergency         = Key{"after_emergency", records.ContentNeutral}
	AfterEmergencyNoNumber = Key{"after_emergency_no_number", records.ContentNeutral}
	AfterSelfHarm          = Key{"after_self_harm", records.ContentNeutral}
	WhenReady              = Key{"when_ready", records.ContentNeutral}
)

// interruptedKeys lists the texts of this file.
func interruptedKeys() []Key {
	return []Key{AfterEmergency, AfterEmergencyNoNumber, AfterSelfHarm, WhenReady}
}
