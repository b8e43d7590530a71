package twilio

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	content "github.com/twilio/twilio-go/rest/content/v1"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

var _ channel.TemplateKeeper = (*Adapter)(nil)

// category is what the clinic's templates are for, in WhatsApp's words: they
// speak of what the patient has agreed with the clinic.
const category = "UTILITY"

// templateStatuses maps the statuses of WhatsApp's approval.
var templateStatuses = map[string]records.TemplateStatus{
	"unsubmitted": records.TemplateUnsubmitted,
	"received":    records.TemplatePending,
	"pending":     records.TemplatePending,
	"approved":    records.TemplateApproved,
	"rejected":    records.TemplateRejected,
	"paused":      records.TemplatePaused,
	"disabled":    records.TemplateDisabled,
}

// digest tells the wordings of a template apart: WhatsApp keeps the name of one
// that was approved, so that another wording needs another name.
func digest(template records.MessageTemplate) string {
	encoded, err := json.Marshal([]any{template.Body, template.Choices, template.List})
	if err != nil {
		panic(err) // texts and a flag can be written
	}
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:4])
}

// friendlyName is how a template of ours is found among the account's contents.
func friendlyName(through records.Channel, template records.MessageTemplate) string {
	return "frontdesk " + through.Name + " " + template.Name + " " + string(template.Language) + " " + digest(template)
}

// contents gives twilio-go's client of the Content API for one exchange.
func (e *exchange) contents() *content.ApiService { return content.NewApiService(e.handler()) }

// Templates lists what Twilio keeps of these; see channel.TemplateKeeper.
func (a *Adapter) Templates(ctx context.Context, through records.Channel, wanted []channel.NewTemplate) ([]records.MessageTemplate, error) {
	account, err := a.account(through)
	if err != nil {
		return nil, unavailable("list templates", err)
	}
	byName := make(map[string]records.MessageTemplate, len(wanted))
	for _, template := range wanted {
		byName[friendlyName(through, template.MessageTemplate)] = template.MessageTemplate
	}
	var kept []records.MessageTemplate
	var token, number string
	for range maxPages {
		page, next, err := a.contentPage(ctx, account, token, number)
		if err != nil {
			return nil, unavailable("list templates", err)
		}
		for _, listed := range page {
			template, ours := byName[text(listed.FriendlyName)]
			if !ours || text(listed.Sid) == "" {
				continue
			}
			delete(byName, text(listed.FriendlyName)) // a second of the same words adds nothing
			kept = append(kept, withApproval(template, listed))
		}
		if next == nil {
			return kept, nil
		}
		token, number = next.Get("PageToken"), next.Get("Page")
	}
	return nil, unavailable("list templates", errTooMany)
}

// contentPage asks for one page of the contents, and gives the parameters of the
// next, nil after the last.
func (a *Adapter) contentPage(ctx context.Context, of account, token, number string) ([]content.ContentV1ContentAndApprovals, url.Values, error) {
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	exchange := &exchange{adapter: a, account: of, ctx: ctx}
	answer, err := exchange.contents().PageContentAndApprovals((&content.ListContentAndApprovalsParams{}).SetPageSize(pageSize), token, number)
	if err != nil {
		return nil, nil, exchange.listError(err)
	}
	if text(answer.Meta.NextPageUrl) == "" {
		return answer.Contents, nil, nil
	}
	next, err := url.Parse(*answer.Meta.NextPageUrl)
	if err != nil {
		return nil, nil, errors.New("the next page's address can't be read")
	}
	return answer.Contents, next.Query(), nil
}

// withApproval adds to a template what Twilio says of it.
func withApproval(template records.MessageTemplate, listed content.ContentV1ContentAndApprovals) records.MessageTemplate {
	template.ProviderID = text(listed.Sid)
	if template.Status == records.TemplateSession || listed.ApprovalRequests == nil {
		return template
	}
	said := func(name string) string {
		word, _ := (*listed.ApprovalRequests)[name].(string)
		return channel.CleanText(word, maxReason)
	}
	template.Status = records.TemplateUnsubmitted
	if status, known := templateStatuses[said("status")]; known {
		template.Status = status
	}
	template.Reason = said("rejection_reason")
	return template
}

// maxReason bounds the reason of a rejection, in bytes.
const maxReason = 500

// CreateTemplate has Twilio keep a template; see channel.TemplateKeeper.
func (a *Adapter) CreateTemplate(ctx context.Context, through records.Channel, template channel.NewTemplate) (records.MessageTemplate, error) {
	account, err := a.account(through)
	if err != nil {
		return records.MessageTemplate{}, unavailable("create a template", err)
	}
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	exchange := &exchange{adapter: a, account: account, ctx: ctx}
	created, err := exchange.contents().CreateContent((&content.CreateContentParams{}).SetContentCreateRequest(content.ContentCreateRequest{
		FriendlyName: friendlyName(through, template.MessageTemplate), Language: string(template.Language), Variables: template.Samples,
		Types: typesOf(template),
	}))
	if err != nil {
		return records.MessageTemplate{}, unavailable("create a template", exchange.listError(err))
	}
	if text(created.Sid) == "" {
		return records.MessageTemplate{}, unavailable("create a template", errors.New("the answer names no content"))
	}
	kept := template.MessageTemplate
	kept.ProviderID = text(created.Sid)
	return kept, nil
}

// typesOf writes a template as the one of Twilio's types that shows its choices.
func typesOf(template channel.NewTemplate) content.Types {
	if len(template.Choices) == 0 {
		return content.Types{TwilioText: &content.TwilioText{Body: template.Body}}
	}
	if template.List {
		list := &content.TwilioListPicker{Body: template.Body, Button: template.Button}
		for _, choice := range template.Choices {
			list.Items = append(list.Items, content.ListItem{Id: choice.ID, Item: choice.Label})
		}
		return content.Types{TwilioListPicker: list}
	}
	buttons := &content.TwilioQuickReply{Body: template.Body}
	for _, choice := range template.Choices {
		buttons.Actions = append(buttons.Actions, content.QuickReplyAction{Type: "QUICK_REPLY", Title: choice.Label, Id: choice.ID})
	}
	return content.Types{TwilioQuickReply: buttons}
}

// SubmitTemplate asks for WhatsApp's approval; see channel.TemplateKeeper.
func (a *Adapter) SubmitTemplate(ctx context.Context, through records.Channel, template records.MessageTemplate) (records.TemplateStatus, error) {
	account, err := a.account(through)
	if err != nil {
		return "", unavailable("submit a template", err)
	}
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	exchange := &exchange{adapter: a, account: account, ctx: ctx}
	answer, err := exchange.contents().CreateApprovalCreate(template.ProviderID, (&content.CreateApprovalCreateParams{}).
		SetContentApprovalRequest(content.ContentApprovalRequest{Name: template.Name + "_" + digest(template), Category: category}))
	if err != nil {
		return "", unavailable("submit a template", exchange.listError(err))
	}
	status, known := templateStatuses[text(answer.Status)]
	if !known {
		return "", unavailable("submit a template", fmt.Errorf("unknown status %.20q", text(answer.Status)))
	}
	return status, nil
}
