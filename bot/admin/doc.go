// Package admin is the staff API: what the front desk and its tools do over
// HTTP under /api/v1, described by /openapi.json and shown by /docs.
//
// The edge does little by itself. It says who is calling, whether their role
// allows the operation (permissions.go is the whole table), whether the request
// is well-formed, and how an answer or a refusal looks on the wire; the work,
// with its transaction and its audit event, is the Desk's. Each refusal is an
// RFC 9457 problem document. Log lines name routes, never paths or queries, so
// they hold no patient's data.
package admin
