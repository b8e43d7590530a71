package admin

import (
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// TestEveryPermissionHasAnOperation finds a right to something that there
// isn't; the other direction is the matrix's.
func TestEveryPermissionHasAnOperation(t *testing.T) {
	t.Parallel()
	api := New(Config{})
	known := make(map[string]bool)
	for _, path := range api.api.OpenAPI().Paths {
		for _, operation := range []*huma.Operation{path.Get, path.Post, path.Patch, path.Delete} {
			if operation != nil {
				known[operation.OperationID] = true
			}
		}
	}
	for name := range permissions {
		if !known[name] {
			t.Errorf("%s is no operation", name)
		}
	}
}
