package admin

import (
	"slices"

	"frontdesk/records"
)

// permissions says which roles may do what: every operation by its id. What is
// not in the table is nobody's. Billing finds patients and sees to what they owe,
// and nothing else; an invoice is taken back by them or a manager. Clinicians see
// the day and the patients, and alone write and release results. A manager also
// stands in for everybody; how the clinic works, and what is seen of it
// without a login, is theirs alone.
var permissions = map[string][]records.Role{
	"getMe":                      {records.RoleClinician, records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"listAppointments":           {records.RoleClinician, records.RoleFrontDesk, records.RoleManager},
	"getAppointment":             {records.RoleClinician, records.RoleFrontDesk, records.RoleManager},
	"bookAppointment":            {records.RoleFrontDesk, records.RoleManager},
	"cancelAppointment":          {records.RoleFrontDesk, records.RoleManager},
	"moveAppointment":            {records.RoleFrontDesk, records.RoleManager},
	"markAppointment":            {records.RoleFrontDesk, records.RoleManager},
	"listAppointmentHistory":     {records.RoleFrontDesk, records.RoleManager},
	"bookAppointmentSeries":      {records.RoleFrontDesk, records.RoleManager},
	"cancelAppointmentSeries":    {records.RoleFrontDesk, records.RoleManager},
	"listOverbookingSuggestions": {records.RoleFrontDesk, records.RoleManager},
	"listSlots":                  {records.RoleFrontDesk, records.RoleManager},
	"findPatients":               {records.RoleClinician, records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"getPatient":                 {records.RoleClinician, records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"listPatientMessages":        {records.RoleFrontDesk, records.RoleManager},
	"listTasks":                  {records.RoleFrontDesk, records.RoleManager},
	"listTaskMedia":              {records.RoleFrontDesk, records.RoleManager},
	"completeTask":               {records.RoleFrontDesk, records.RoleManager},
	"listWaitlist":               {records.RoleFrontDesk, records.RoleManager},
	"joinWaitlist":               {records.RoleFrontDesk, records.RoleManager},
	"leaveWaitlist":              {records.RoleFrontDesk, records.RoleManager},
	"listFreedSlots":             {records.RoleFrontDesk, records.RoleManager},
	"listAbsences":               {records.RoleFrontDesk, records.RoleManager},
	"createAbsence":              {records.RoleFrontDesk, records.RoleManager},
	"endAbsence":                 {records.RoleFrontDesk, records.RoleManager},
	"listAppointmentTypes":       {records.RoleFrontDesk, records.RoleManager},
	"listPractitioners":          {records.RoleFrontDesk, records.RoleManager},

	"listPatientMedia":    {records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"getMediaContent":     {records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"recallPatient":       {records.RoleFrontDesk, records.RoleManager},
	"listChannels":        {records.RoleFrontDesk, records.RoleManager},
	"listConsents":        {records.RoleFrontDesk, records.RoleManager},
	"recordConsent":       {records.RoleFrontDesk, records.RoleManager},
	"listEmailAddresses":  {records.RoleFrontDesk, records.RoleManager},
	"addEmailAddress":     {records.RoleFrontDesk, records.RoleManager},
	"changeContact":       {records.RoleFrontDesk, records.RoleManager},
	"listCoverages":       {records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"checkCoverage":       {records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"listPatientInvoices": {records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"getInvoice":          {records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"issueInvoice":        {records.RoleFrontDesk, records.RoleBilling, records.RoleManager},
	"cancelInvoice":       {records.RoleBilling, records.RoleManager},

	"listSurveys":        {records.RoleFrontDesk, records.RoleManager},
	"listSurveyRatings":  {records.RoleManager},
	"listPatientReports": {records.RoleClinician, records.RoleManager},
	"getReport":          {records.RoleClinician, records.RoleManager},
	"createReport":       {records.RoleClinician, records.RoleManager},
	"releaseReport":      {records.RoleClinician, records.RoleManager},
	"correctReport":      {records.RoleClinician, records.RoleManager},
	"withdrawReport":     {records.RoleClinician, records.RoleManager},

	"arrive":                     {records.RoleFrontDesk, records.RoleManager},
	"listQueue":                  {records.RoleFrontDesk, records.RoleManager},
	"callNext":                   {records.RoleFrontDesk, records.RoleManager},
	"callTicket":                 {records.RoleFrontDesk, records.RoleManager},
	"startTicket":                {records.RoleFrontDesk, records.RoleManager},
	"finishTicket":               {records.RoleFrontDesk, records.RoleManager},
	"leaveTicket":                {records.RoleFrontDesk, records.RoleManager},
	"returnTicket":               {records.RoleFrontDesk, records.RoleManager},
	"listLocations":              {records.RoleFrontDesk, records.RoleManager},
	"listResources":              {records.RoleFrontDesk, records.RoleManager},
	"listAvailability":           {records.RoleFrontDesk, records.RoleManager},
	"getClinic":                  {records.RoleFrontDesk, records.RoleManager},
	"listClinicTexts":            {records.RoleFrontDesk, records.RoleManager},
	"changeClinic":               {records.RoleManager},
	"changeClinicText":           {records.RoleManager},
	"listLinks":                  {records.RoleManager},
	"linkDevice":                 {records.RoleManager},
	"createCalendarLink":         {records.RoleManager},
	"createDisplayLink":          {records.RoleManager},
	"revokeLink":                 {records.RoleManager},
	"listRegistrationQuestions":  {records.RoleFrontDesk, records.RoleManager},
	"createRegistrationQuestion": {records.RoleManager},
	"changeRegistrationQuestion": {records.RoleManager},
	"deleteRegistrationQuestion": {records.RoleManager},
	"createLocation":             {records.RoleManager},
	"changeLocation":             {records.RoleManager},
	"createResource":             {records.RoleManager},
	"createPractitioner":         {records.RoleManager},
	"changePractitioner":         {records.RoleManager},
	"changeAppointmentType":      {records.RoleManager},
	"createAvailability":         {records.RoleManager},
	"deleteAvailability":         {records.RoleManager},
}

// allowed says whether a role may do an operation.
func allowed(role records.Role, operationID string) bool {
	return slices.Contains(permissions[operationID], role)
}
