package main

// commands are the sub-commands; each has a file of its own.
type commands struct {
	Demo       demoCommand       `cmd:"" help:"Try everything: a private PostgreSQL, a sample clinic, a simulated phone."`
	Serve      serveCommand      `cmd:"" help:"Run for real, configured by the environment."`
	Chat       chatCommand       `cmd:"" help:"Be a patient in the terminal."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the database to the newest schema."`
	Clinic     clinicCommands    `cmd:"" help:"Manage clinics."`
	Channel    channelCommand    `cmd:"" help:"Manage the numbers that patients write to."`
	Staff      staffCommands     `cmd:"" help:"Manage the people who use the staff API."`
	Calendar   calendarCommands  `cmd:"" help:"Manage the calendars that practitioners subscribe to."`
	Display    displayCommands   `cmd:"" help:"Manage the screens of waiting rooms."`
	Leave      leaveCommands     `cmd:"" help:"Enter when practitioners are away, and ask the patients concerned for another time."`
	Understand understandCommand `cmd:"" help:"Say what messages mean: JSON lines in, JSON lines out."`
	Twilio     twilioCommands    `cmd:"" help:"Manage what Twilio keeps for a clinic."`
	FakeTwilio fakeTwilioCommand `cmd:"" help:"Stand in for Twilio on loopback, with faults by script: for demonstrations and load tests."`
	WhatsApp   whatsAppCommands  `cmd:"" name:"whatsapp" help:"Manage WhatsApp devices that are linked to a clinic's telephone."`
	Bench      benchCommands     `cmd:"" help:"Measure the product beside its floors, in one run."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}
