package main

import (
	"container/heap"
	"math"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
)

// clock passes time when it is told to. Timers that fire at once do so in the order in which they were set, which the
// manual clock of gVisor's own tests leaves open.
type clock struct {
	now    time.Duration
	set    uint64
	timers timers
}

type timer struct {
	clock *clock
	at    time.Duration
	order uint64
	place int // Where it stands in the heap; -1 if it is not set.
	fire  func()
}

func (c *clock) Now() time.Time { return time.Unix(0, 0).Add(c.now) }

func (c *clock) NowMonotonic() tcpip.MonotonicTime { return tcpip.MonotonicTime{}.Add(c.now) }

func (c *clock) AfterFunc(after time.Duration, fire func()) tcpip.Timer {
	t := &timer{clock: c, place: -1, fire: fire}
	t.Reset(after)
	return t
}

// next is the time of the first timer.
func (c *clock) next() time.Duration {
	if len(c.timers) == 0 {
		return math.MaxInt64
	}
	return c.timers[0].at
}

// fireFirst lets the first timer fire, at its time.
func (c *clock) fireFirst() {
	first := heap.Pop(&c.timers).(*timer)
	c.now = first.at
	go first.fire()
}

func (t *timer) Stop() bool {
	if t.place < 0 {
		return false
	}
	heap.Remove(&t.clock.timers, t.place)
	return true
}

func (t *timer) Reset(after time.Duration) {
	t.Stop()
	if after > math.MaxInt64-t.clock.now {
		after = math.MaxInt64 - t.clock.now
	}
	if after < 0 {
		after = 0
	}
	t.clock.set++
	t.at, t.order = t.clock.now+after, t.clock.set
	heap.Push(&t.clock.timers, t)
}

type timers []*timer

func (s timers) Len() int { return len(s) }

func (s timers) Less(i, j int) bool {
	return s[i].at < s[j].at || (s[i].at == s[j].at && s[i].order < s[j].order)
}

func (s timers) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].place, s[j].place = i, j
}

func (s *timers) Push(t any) {
	t.(*timer).place = len(*s)
	*s = append(*s, t.(*timer))
}

func (s *timers) Pop() any {
	last := (*s)[len(*s)-1]
	last.place = -1
	*s = (*s)[:len(*s)-1]
	return last
}
