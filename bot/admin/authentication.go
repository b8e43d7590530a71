package admin

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"frontdesk/records"
)

// authenticate lets a request through to its operation if a token says who is
// calling and their role allows it. It comes before anything of the request is
// read, so nobody learns from a refusal how a good request would look.
func (a *API) authenticate(ctx huma.Context, next func(huma.Context)) {
	_, w := humago.Unwrap(ctx)
	known := exchangeOf(ctx.Context())
	token, given := bearerToken(ctx.Header("Authorization"))
	if !given {
		problem := newProblem(ctx.Context(), records.CodeUnauthenticated, 0,
			"The request has no bearer token. Send the header Authorization: Bearer, followed by a staff token; 'frontdesk staff add' makes one.")
		problem.headers.Set("WWW-Authenticate", `Bearer realm="frontdesk"`)
		problem.write(w)
		return
	}
	principal, err := a.config.Desk.Authenticate(ctx.Context(), token)
	if records.CodeOf(err) == records.CodeUnauthenticated {
		problem := newProblem(ctx.Context(), records.CodeUnauthenticated, 0,
			"The token is not valid: it is mistyped, has expired or was withdrawn. Ask your manager for a new one.")
		problem.headers.Set("WWW-Authenticate", `Bearer realm="frontdesk", error="invalid_token"`)
		problem.write(w)
		return
	}
	if err != nil {
		problemOf(ctx.Context(), err).write(w)
		return
	}
	principal.RequestID = known.id
	known.principal = principal
	if !allowed(principal.Role, ctx.Operation().OperationID) {
		newProblem(ctx.Context(), records.CodeForbidden, 0,
			"Your role does not allow this. Ask a colleague whose role does, or your manager.").write(w)
		return
	}
	next(ctx)
}

// bearerToken reads the token from the header, whose scheme may be in any case
// (RFC 9110, 11.1).
func bearerToken(header string) (string, bool) {
	scheme, token, found := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	return token, found && strings.EqualFold(scheme, "Bearer") && token != ""
}
