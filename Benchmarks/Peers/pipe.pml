/*
 * Two tasks that write to a pipe, one that reads it, one that splices it into something else, and one that watches it:
 * the same variables and steps, at the same grain, as the tables of Spec/Pipes, which say what each step is in Linux.
 * One process holds all steps, which is the form that costs Spin least: no process pays for a program counter.
 *
 * spin -a -o2 -DSLOTS=2 -DWRITES=2 -DMORE=1 -DREADS=2 -DSPLICES=1 pipe.pml
 * gcc -O3 -DSAFETY -DNOREDUCE -DNOBOUNDCHECK -o pan pan.c && ./pan -m10000000 -w24
 */
#define TASKS 4
#define READER 2
#define SPLICER 3

/* Where a task is. Those that read or splice never judge. */
#define READY 0
#define LOCKED 1
#define PREPARING 2
#define LINKED 3
#define JUDGING 4
#define ASLEEP 5
#define RELOCKING 6
#define WAKING_READERS 7
#define WAKING_WRITERS 8

typedef task_state {
	byte step;
	byte left;
	bit sleeps;
	bit owes_others;
	bit owes_next
};

typedef queue {
	byte length;
	byte tasks[TASKS]
};

task_state task[TASKS];
byte seen_head[2];
byte seen_tail[2];
queue for_data;
queue for_room;
byte head;
byte tail;
bit locked;
bit has_news;
bit unreported;

hidden byte at;
hidden byte from;
hidden byte waiting[TASKS];
hidden byte waiting_length;

#define EMPTY (head == tail)
#define IS_FULL(h, t) ((h) - (t) >= SLOTS)
#define FULL IS_FULL(head, tail)

inline append(q, t) {
	q.tasks[q.length] = t;
	q.length++
}

inline prepend(q, t) {
	at = q.length;
	do
	:: at > 0 -> q.tasks[at] = q.tasks[at - 1]; at--
	:: else -> break
	od;
	q.tasks[0] = t;
	q.length++
}

inline remove(q, t) {
	at = 0;
	do
	:: at < q.length && q.tasks[at] != t -> at++
	:: else -> break
	od;
	if
	:: at < q.length ->
		q.length--;
		do
		:: at < q.length -> q.tasks[at] = q.tasks[at + 1]; at++
		:: else -> break
		od;
		q.tasks[q.length] = 0
	:: else -> skip
	fi
}

/* Everybody who is not exclusive, the splicer, is woken, and one who is; who runs already is passed by. */
inline wake(q) {
	waiting_length = q.length;
	from = 0;
	do
	:: from < waiting_length -> waiting[from] = q.tasks[from]; from++
	:: else -> break
	od;
	from = 0;
	do
	:: from < waiting_length ->
		if
		:: task[waiting[from]].sleeps ->
			task[waiting[from]].sleeps = 0;
			remove(q, waiting[from]);
			if
			:: waiting[from] != SPLICER -> from = waiting_length
			:: else -> from++
			fi
		:: else -> from++
		fi
	:: else -> break
	od;
	from = 0;
	at = 0
}

inline wake_for_data() {
	has_news = 1;
	wake(for_data)
}

inline stop_waiting(t) {
	remove(for_data, t);
	remove(for_room, t);
	task[t].sleeps = 0
}

#define STEPS_OF_WRITER(t) \
	:: d_step { task[t].step == READY && task[t].left > 0 && !locked -> \
		locked = 1; task[t].owes_others = EMPTY; task[t].step = LOCKED } \
	:: d_step { task[t].step == LOCKED && FULL -> locked = 0; task[t].step = PREPARING } \
	:: d_step { task[t].step == LOCKED && !FULL -> \
		head++; task[t].left--; unreported = 1; task[t].owes_next = task[t].owes_next && !FULL; \
		locked = 0; task[t].step = WAKING_READERS } \
	:: d_step { task[t].step == WAKING_READERS -> \
		task[t].owes_others = 0; wake_for_data(); task[t].step = WAKING_WRITERS } \
	:: d_step { task[t].step == WAKING_WRITERS && task[t].owes_next -> \
		task[t].owes_next = 0; wake(for_room); task[t].step = READY } \
	:: d_step { task[t].step == WAKING_WRITERS && !task[t].owes_next -> task[t].step = READY } \
	:: d_step { task[t].step == PREPARING -> \
		append(for_room, t); task[t].sleeps = 1; task[t].step = LINKED } \
	:: d_step { task[t].step == LINKED -> \
		seen_head[t] = head; seen_tail[t] = tail; task[t].step = JUDGING } \
	:: d_step { task[t].step == JUDGING && IS_FULL(seen_head[t], seen_tail[t]) -> \
		seen_head[t] = 0; seen_tail[t] = 0; task[t].step = ASLEEP } \
	:: d_step { task[t].step == JUDGING && !IS_FULL(seen_head[t], seen_tail[t]) -> \
		seen_head[t] = 0; seen_tail[t] = 0; stop_waiting(t); task[t].step = RELOCKING } \
	:: d_step { task[t].step == ASLEEP && !task[t].sleeps -> task[t].step = PREPARING } \
	:: d_step { task[t].step == RELOCKING && !locked -> \
		locked = 1; task[t].owes_others = EMPTY; task[t].owes_next = 1; task[t].step = LOCKED }

#define STEPS_OF_READER(t) \
	:: d_step { task[t].step == READY && task[t].left > 0 && !locked -> \
		locked = 1; task[t].owes_others = FULL; task[t].step = LOCKED } \
	:: d_step { task[t].step == LOCKED && EMPTY -> locked = 0; task[t].step = PREPARING } \
	:: d_step { task[t].step == LOCKED && !EMPTY -> \
		tail++; task[t].left--; task[t].owes_next = task[t].owes_next && !EMPTY; \
		locked = 0; task[t].step = WAKING_WRITERS } \
	:: d_step { task[t].step == WAKING_WRITERS && task[t].owes_others -> \
		task[t].owes_others = 0; wake(for_room); task[t].step = WAKING_READERS } \
	:: d_step { task[t].step == WAKING_WRITERS && !task[t].owes_others -> task[t].step = WAKING_READERS } \
	:: d_step { task[t].step == WAKING_READERS && task[t].owes_next -> \
		task[t].owes_next = 0; wake_for_data(); task[t].step = READY } \
	:: d_step { task[t].step == WAKING_READERS && !task[t].owes_next -> task[t].step = READY } \
	:: d_step { task[t].step == PREPARING -> \
		append(for_data, t); task[t].sleeps = 1; task[t].step = LINKED } \
	:: d_step { task[t].step == LINKED && EMPTY -> task[t].step = ASLEEP } \
	:: d_step { task[t].step == LINKED && !EMPTY -> stop_waiting(t); task[t].step = RELOCKING } \
	:: d_step { task[t].step == ASLEEP && !task[t].sleeps -> task[t].step = PREPARING } \
	:: d_step { task[t].step == RELOCKING && !locked -> \
		locked = 1; task[t].owes_others = FULL; task[t].owes_next = 1; task[t].step = LOCKED }

#define STEPS_OF_SPLICER(t) \
	:: d_step { task[t].step == READY && task[t].left > 0 && !locked -> locked = 1; task[t].step = LOCKED } \
	:: d_step { task[t].step == LOCKED && task[t].left == 0 -> locked = 0; task[t].step = READY } \
	:: d_step { task[t].step == LOCKED && task[t].left > 0 && EMPTY -> locked = 0; task[t].step = PREPARING } \
	:: d_step { task[t].step == LOCKED && task[t].left > 0 && !EMPTY -> tail++; task[t].left--; wake(for_room) } \
	:: d_step { task[t].step == PREPARING -> \
		prepend(for_data, t); task[t].sleeps = 1; task[t].step = LINKED } \
	:: d_step { task[t].step == LINKED && EMPTY -> task[t].step = ASLEEP } \
	:: d_step { task[t].step == LINKED && !EMPTY -> stop_waiting(t); task[t].step = RELOCKING } \
	:: d_step { task[t].step == ASLEEP && !task[t].sleeps -> task[t].step = PREPARING } \
	:: d_step { task[t].step == RELOCKING && !locked -> locked = 1; task[t].step = LOCKED }

init {
	d_step {
		task[0].left = WRITES;
		task[1].left = MORE;
		task[READER].left = READS;
		task[SPLICER].left = SPLICES
	};
end:
	do
	STEPS_OF_WRITER(0)
	STEPS_OF_WRITER(1)
	STEPS_OF_READER(READER)
	STEPS_OF_SPLICER(SPLICER)
	:: d_step { has_news -> has_news = 0; unreported = 0 }
	od
}
