package admin

import (
	"slices"

	"frontdesk/records"
)

// permissions says which roles may do what: every operation by its id. What is
// not in the table is nobody's. At a clinic of this first cut the manager also
// stands in at the desk, so both roles have the same rights; what only one of
// them may do later differs here and nowhere else.
var permissions = map[string][]records.Role{
	"getMe":                      {records.RoleFrontDesk, records.RoleManager},
	"listAppointments":           {records.RoleFrontDesk, records.RoleManager},
	"getAppointment":             {records.RoleFrontDesk, records.RoleManager},
	"bookAppointment":            {records.RoleFrontDesk, records.RoleManager},
	"cancelAppointment":          {records.RoleFrontDesk, records.RoleManager},
	"moveAppointment":            {records.RoleFrontDesk, records.RoleManager},
	"markAppointment":            {records.RoleFrontDesk, records.RoleManager},
	"listAppointmentHistory":     {records.RoleFrontDesk, records.RoleManager},
	"bookAppointmentSeries":      {records.RoleFrontDesk, records.RoleManager},
	"cancelAppointmentSeries":    {records.RoleFrontDesk, records.RoleManager},
	"listOverbookingSuggestions": {records.RoleFrontDesk, records.RoleManager},
	"listSlots":                  {records.RoleFrontDesk, records.RoleManager},
	"findPatients":               {records.RoleFrontDesk, records.RoleManager},
	"getPatient":                 {records.RoleFrontDesk, records.RoleManager},
	"listPatientMessages":        {records.RoleFrontDesk, records.RoleManager},
	"listTasks":                  {records.RoleFrontDesk, records.RoleManager},
	"completeTask":               {records.RoleFrontDesk, records.RoleManager},
	"listAppointmentTypes":       {records.RoleFrontDesk, records.RoleManager},
	"listPractitioners":          {records.RoleFrontDesk, records.RoleManager},
}

// allowed says whether a role may do an operation.
func allowed(role records.Role, operationID string) bool {
	return slices.Contains(permissions[operationID], role)
}
