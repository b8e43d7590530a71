package admin

import (
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
)

// bodies is how bodies are written and read. Reading differs from huma's own
// in one thing: a member that is null is not taken for one that is left out,
// since the API's description allows no null.
var bodies = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}

// explicitNull stands for a null while a body is checked; no schema allows it.
type explicitNull struct{}

func unmarshal(data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return err
	}
	if unchecked, ok := into.(*any); ok {
		markNulls(*unchecked)
	}
	return nil
}

func markNulls(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if member == nil {
				value[name] = explicitNull{}
			}
			markNulls(member)
		}
	case []any:
		for i, item := range value {
			if item == nil {
				value[i] = explicitNull{}
			}
			markNulls(item)
		}
	}
}
