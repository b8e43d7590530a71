// Package flows holds what patients can do in a conversation: one file per
// flow. Each is a form that is filled in any order (conversations.Flow);
// NewEngine puts them all into an engine.
package flows
