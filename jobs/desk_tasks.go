package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/records"
)

// TaskPage is a page of tasks.
type TaskPage struct {
	Tasks []records.Task
	// More is true when there are others after the last one here.
	More bool
}

// Tasks lists what staff are asked to do, the oldest first: at most limit, after
// a position.
func (d *Desk) Tasks(ctx context.Context, by Principal, after Position, limit int) (TaskPage, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (TaskPage, touched, error) {
		tasks, err := w.tx.OpenTasks(ctx, after.At, after.ID, limit+1)
		if err != nil {
			return TaskPage{}, touched{}, fmt.Errorf("list tasks: %w", err)
		}
		tasks, more := page(tasks, limit)
		for i := range tasks {
			tasks[i] = w.localTask(tasks[i])
		}
		return TaskPage{Tasks: tasks, More: more}, touched{action: records.AuditRead, kind: "Task"}, nil
	})
}

// CompleteTask marks a task as done; records.CodeConflict when it is already.
func (d *Desk) CompleteTask(ctx context.Context, by Principal, taskID uuid.UUID) (records.Task, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Task, touched, error) {
		if _, err := w.tx.Task(ctx, taskID); err != nil {
			if records.CodeOf(err) == records.CodeNotFound {
				return records.Task{}, touched{}, records.NotFound("task")
			}
			return records.Task{}, touched{}, fmt.Errorf("read task: %w", err)
		}
		task, err := w.tx.CompleteTask(ctx, taskID, by.StaffID, w.now)
		if err != nil {
			return records.Task{}, touched{}, fmt.Errorf("complete task: %w", err)
		}
		return w.localTask(task), touched{action: records.AuditUpdate, kind: "Task", id: taskID, patientID: task.PatientID}, nil
	})
}

func (w deskWork) localTask(task records.Task) records.Task {
	task.CreatedAt = task.CreatedAt.In(w.view.zone)
	if !task.CompletedAt.IsZero() {
		task.CompletedAt = task.CompletedAt.In(w.view.zone)
	}
	return task
}
