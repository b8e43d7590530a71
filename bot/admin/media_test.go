package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"frontdesk/bot/admin"
	"frontdesk/records"
)

type mediaList struct{ Media []admin.Media }

// What patients sent is downloaded as a file that no browser opens by itself,
// guesses, keeps or frames.
func TestMediaIsDownloaded(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	listed := want[mediaList](t, b.call(t, "GET", "/api/v1/patients/"+id(idPatient).String()+"/media", b.a.frontDesk, ""), http.StatusOK).Media
	if len(listed) != 2 {
		t.Fatalf("listed %+v", listed)
	}
	for _, media := range listed {
		card := media.ID == id(idCard)
		if card != (media.Status == records.MediaStored) || card != (media.Purpose == records.MediaInsuranceCard) || card != (media.PatientID != "") {
			t.Errorf("listed %+v", media)
		}
	}
	got := b.call(t, "GET", "/api/v1/media/"+id(idCard).String()+"/content", b.a.frontDesk, "")
	if got.status != http.StatusOK || !strings.HasPrefix(got.body, cardContent) {
		t.Fatalf("status %d, %d bytes", got.status, len(got.body))
	}
	for name, value := range map[string]string{
		"Content-Type": "image/png", "Content-Disposition": `attachment; filename="` + id(idCard).String() + `.png"`,
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "X-Download-Options": "noopen",
	} {
		if sent := got.header.Values(name); len(sent) != 1 || sent[0] != value {
			t.Errorf("%s is %q, want %q", name, sent, value)
		}
	}
	refused(t, b.call(t, "GET", "/api/v1/media/"+id(idPicture).String()+"/content", b.a.frontDesk, ""), http.StatusConflict, records.CodeConflict)
	refused(t, b.call(t, "GET", "/api/v1/media/"+id(idForeign).String()+"/content", b.a.frontDesk, ""), http.StatusNotFound, records.CodeNotFound)
}

// The other member of the family sees only what is nobody's.
func TestMediaOfTheFamily(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	listed := want[mediaList](t, b.call(t, "GET", "/api/v1/patients/"+id(idSibling).String()+"/media", b.a.frontDesk, ""), http.StatusOK).Media
	if len(listed) != 1 || listed[0].ID != id(idPicture) {
		t.Errorf("listed %+v", listed)
	}
}
