package conversations_test

import (
	"testing"

	"frontdesk/conversations"
)

func TestOutlineOf(t *testing.T) {
	t.Parallel()
	const stored = `{"version":1,"language":"es","asked":4,"misunderstood":1,
		"question":{"number":4,"slot":"time","asked_at":"2026-03-02T17:00:00Z"},
		"frames":[{"flow":"book","data":{"type":"x"},"interrupted":true},{"flow":"register"}]}`
	outline, err := conversations.OutlineOf([]byte(stored))
	if err != nil {
		t.Fatal(err)
	}
	if len(outline.Flows) != 2 || outline.Flows[0].Flow != "register" || outline.Flows[1].Flow != "book" ||
		!outline.Flows[1].Interrupted || string(outline.Flows[1].Slots) != `{"type":"x"}` {
		t.Errorf("the flows are %+v, want register before book", outline.Flows)
	}
	if outline.Question == nil || outline.Question.Slot != "time" || outline.Language != "es" || outline.Misunderstood != 1 {
		t.Errorf("got %+v", outline)
	}
	if fresh, err := conversations.OutlineOf(nil); err != nil || fresh.Question != nil || len(fresh.Flows) != 0 {
		t.Errorf("a conversation without a state: %+v, %v", fresh, err)
	}
	if _, err := conversations.OutlineOf([]byte(`{"version":99}`)); err == nil {
		t.Error("a state of the future was read")
	}
}
