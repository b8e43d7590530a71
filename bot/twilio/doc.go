// Package twilio carries SMS and WhatsApp messages through Twilio's
// Programmable Messaging: it checks and reads Twilio's webhooks, sends through
// the REST API, and maps Twilio's statuses and error codes to the terms of
// conversations/channel.
//
// What it relies on:
//   - Webhook signatures: https://www.twilio.com/docs/usage/webhooks/webhooks-security
//   - Message parameters: https://www.twilio.com/docs/messaging/guides/webhook-request
//   - The Message resource: https://www.twilio.com/docs/messaging/api/message-resource
//   - Templates, buttons and lists: https://www.twilio.com/docs/content
//   - Error codes: https://www.twilio.com/docs/api/errors
//
// Package twiliotest is a fake of the other side.
package twilio
