package jobs

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// gather collects items that arrive at about the same time and hands them to
// one function together: an item that comes alone goes at once, and while a
// set is under way the next one fills. Once items come in sets, the first of a
// set waits a moment for others, which makes the sets larger still. So the cost
// of a commit is paid per set under load, and nobody waits when there is none. A set that fails is handled
// again item by item, so that one bad item can't spoil the others.
type gather[Item any] struct {
	items chan gathered[Item]
	limit int
	// linger is how long the first item of a set waits for others while there
	// is much to do.
	linger time.Duration
	// busy is true when the last set was of more than one.
	busy    atomic.Bool
	handle  func(ctx context.Context, items []Item) error
	workers sync.WaitGroup
	closed  chan struct{}
	once    sync.Once
}

type gathered[Item any] struct {
	item   Item
	result chan error
}

// newGather starts workers goroutines that each handle one set at a time, of
// at most limit items. handle does all of a set or nothing.
func newGather[Item any](ctx context.Context, workers, limit int, linger time.Duration, handle func(context.Context, []Item) error,
) *gather[Item] {
	const queue = 1024 // that many wait at most; more block in do
	g := &gather[Item]{
		items:  make(chan gathered[Item], queue),
		limit:  limit,
		linger: linger,
		handle: handle,
		closed: make(chan struct{}),
	}
	for range workers {
		g.workers.Go(func() { g.run(ctx) })
	}
	return g
}

// do hands in one item and waits for what became of it. When ctx ends before
// that, the item may still be handled.
func (g *gather[Item]) do(ctx context.Context, item Item) error {
	waiting := gathered[Item]{item: item, result: make(chan error, 1)}
	select {
	case g.items <- waiting:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-g.closed:
		return errStopped
	}
	select {
	case err := <-waiting.result:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (g *gather[Item]) run(ctx context.Context) {
	for {
		select {
		case first := <-g.items:
			g.handleSet(ctx, g.fill(first))
		case <-g.closed:
			g.drain(ctx)
			return
		}
	}
}

// fill takes what is there already, and what comes while the first lingers.
func (g *gather[Item]) fill(first gathered[Item]) []gathered[Item] {
	set := g.fillAtOnce([]gathered[Item]{first})
	if g.linger == 0 || (len(set) == 1 && !g.busy.Load()) {
		return set
	}
	over := time.NewTimer(g.linger)
	defer over.Stop()
	for len(set) < g.limit {
		select {
		case next := <-g.items:
			set = append(set, next)
		case <-over.C:
			return set
		case <-g.closed:
			return g.fillAtOnce(set)
		}
	}
	return set
}

func (g *gather[Item]) fillAtOnce(set []gathered[Item]) []gathered[Item] {
	for len(set) < g.limit {
		select {
		case next := <-g.items:
			set = append(set, next)
		default:
			return set
		}
	}
	return set
}

func (g *gather[Item]) drain(ctx context.Context) {
	for {
		select {
		case first := <-g.items:
			g.handleSet(ctx, g.fill(first))
		default:
			return
		}
	}
}

func (g *gather[Item]) handleSet(ctx context.Context, set []gathered[Item]) {
	g.busy.Store(len(set) > 1)
	items := make([]Item, len(set))
	for i, waiting := range set {
		items[i] = waiting.item
	}
	err := g.handle(ctx, items)
	for i, waiting := range set {
		if err != nil && len(set) > 1 {
			waiting.result <- g.handle(ctx, items[i:i+1])
			continue
		}
		waiting.result <- err
	}
}

// close handles what is waiting, and returns when that is done.
func (g *gather[Item]) close() {
	g.once.Do(func() { close(g.closed) })
	g.workers.Wait()
}
