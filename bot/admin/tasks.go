package admin

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"frontdesk/jobs"
)

const tagTasks = "Tasks"

type listTasksInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many to list at most."`
	Cursor string `query:"cursor" maxLength:"100" doc:"The nextCursor of the page before; left out for the first."`
}

type taskPage struct {
	Body struct {
		Tasks      []Task `json:"tasks"`
		NextCursor string `json:"nextCursor,omitempty" doc:"Give it as cursor to go on; left out on the last page."`
	}
}

type taskInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The task's id."`
}

type taskOutput struct {
	Body Task
}

func (a *API) registerTasks() {
	register(a, operation{
		id: "listTasks", method: http.MethodGet, path: "/tasks", tag: tagTasks,
		summary: "List open tasks", description: "What the bot asks staff to do, the oldest first.",
	}, a.listTasks)
	register(a, operation{
		id: "completeTask", method: http.MethodPost, path: "/tasks/{id}/complete", tag: tagTasks,
		summary: "Mark a task as done", refusals: []int{http.StatusNotFound, http.StatusConflict},
	}, func(ctx context.Context, by jobs.Principal, input *taskInput) (*taskOutput, error) {
		task, err := a.config.Desk.CompleteTask(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		return &taskOutput{Body: taskOf(task)}, nil
	})
}

func (a *API) listTasks(ctx context.Context, by jobs.Principal, input *listTasksInput) (*taskPage, error) {
	after, err := readPosition(listTasks, input.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.config.Desk.Tasks(ctx, by, after, input.Limit)
	if err != nil {
		return nil, err
	}
	output := &taskPage{}
	output.Body.Tasks = make([]Task, len(page.Tasks))
	for i, task := range page.Tasks {
		output.Body.Tasks[i] = taskOf(task)
	}
	if page.More {
		last := page.Tasks[len(page.Tasks)-1]
		output.Body.NextCursor = positionCursor(listTasks, jobs.Position{At: last.CreatedAt, ID: last.ID})
	}
	return output, nil
}
