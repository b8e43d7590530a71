package records

import (
	"time"

	"github.com/google/uuid"
)

// TaskCode says what staff are asked to do (FHIR Task.code).
type TaskCode string

// What the bot asks staff to do.
const (
	// TaskTalkToPerson is a patient who asked for a person or was not
	// understood twice.
	TaskTalkToPerson TaskCode = "talk-to-person"
	// TaskEmergency is a patient who wrote of an emergency; EmergencyTask adds of
	// which kind.
	TaskEmergency TaskCode = "emergency"
	// TaskQuarantined is a message that could not be processed.
	TaskQuarantined TaskCode = "quarantined-message"
	// TaskUnknownSend is a message that may or may not have been sent.
	TaskUnknownSend TaskCode = "unknown-send"
	// TaskOptedOut is a patient with an appointment who can't be written to.
	TaskOptedOut TaskCode = "opted-out"
	// TaskCancelOrStop is a patient who wrote the one word CANCEL: the messages
	// have ended, and an appointment may have been meant.
	TaskCancelOrStop TaskCode = "cancel-or-stop"
	// TaskUnreachable is a patient whose address the provider refuses.
	TaskUnreachable TaskCode = "unreachable"
	// TaskUnreadable is a message that could not be decrypted, whatever was tried.
	TaskUnreadable TaskCode = "unreadable-message"
	// TaskChannelDown is a channel that carries nothing until somebody acts: a
	// device that was unlinked or banned, or whose library is too old.
	TaskChannelDown TaskCode = "channel-down"
	// TaskMoveAppointment is a patient who wants another time and was not
	// offered one.
	TaskMoveAppointment TaskCode = "move-appointment"
	// TaskRebook is an appointment that can't take place as agreed, and whose
	// patient could not be asked, was offered nothing, or did not answer.
	TaskRebook TaskCode = "rebook"
	// TaskRefill is a patient who wants a prescription again. Which medicine
	// stands in the conversation and nowhere else.
	TaskRefill TaskCode = "refill"
	// TaskRunningLate is a patient who will be late for an appointment.
	TaskRunningLate TaskCode = "running-late"
	// TaskWrongNumber is a patient whose address turned out to be somebody
	// else's: how they are reached has to be found out.
	TaskWrongNumber TaskCode = "wrong-number"
	// TaskNumberRemoved is a patient whose address was taken from the records on
	// its holder's request.
	TaskNumberRemoved TaskCode = "number-removed"
	// TaskComplaint is somebody who is not content.
	TaskComplaint TaskCode = "complaint"
	// TaskLowRating is a patient who was not content with a visit, as they said
	// when they were asked.
	TaskLowRating TaskCode = "low-rating"
	// TaskInsurance is what a patient says of who pays for them, to be checked.
	TaskInsurance TaskCode = "insurance"
	// TaskPhoto is a picture that somebody sent without being asked, to be looked
	// at.
	TaskPhoto TaskCode = "photo"
	// TaskDetails is a patient whose details want correction.
	TaskDetails TaskCode = "details"
	// TaskPrivacy is a question about what is kept that the bot did not answer.
	TaskPrivacy TaskCode = "privacy"
	// TaskCriticalResult is a result that a person must tell the patient.
	TaskCriticalResult TaskCode = "critical-result"
)

// EmergencyTask is the code of an emergency of a kind ("emergency-cardiac").
// Each kind is a code of its own, so that a second emergency of another kind is
// not held back by the first one's open task.
func EmergencyTask(kind string) TaskCode { return TaskEmergency + "-" + TaskCode(kind) }

// TaskStatus is FHIR's Task.status, as far as it applies.
type TaskStatus string

// The states of a task: requested → completed.
const (
	TaskRequested TaskStatus = "requested"
	TaskCompleted TaskStatus = "completed"
)

// TaskPriority is FHIR's Task.priority.
type TaskPriority string

// How soon a task wants to be seen.
const (
	PriorityRoutine TaskPriority = "routine"
	PriorityUrgent  TaskPriority = "urgent"
	PriorityStat    TaskPriority = "stat"
)

// Task is something the bot hands to staff.
type Task struct {
	ID             uuid.UUID
	ClinicID       uuid.UUID
	Code           TaskCode
	Status         TaskStatus
	Priority       TaskPriority
	ConversationID uuid.UUID
	PatientID      uuid.UUID
	MessageID      uuid.UUID
	// AppointmentID at AppointmentVersion is what a TaskRebook or a
	// TaskRunningLate is about, AbsenceID what stands in its way; zero elsewhere.
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	AbsenceID          uuid.UUID
	// Delay is how late the patient of a TaskRunningLate will be for the
	// appointment.
	Delay       time.Duration
	CreatedAt   time.Time
	CompletedAt time.Time
}
