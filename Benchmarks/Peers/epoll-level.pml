/*
 * Tasks that wait for level-triggered items of one epoll instance, and perhaps read the first file: the same variables
 * and steps, at the same grain, as the tables of Spec/Epoll, which say what each step is in Linux. Left out is what
 * follows from the rest, such as the result of a call and the files it holds. Item and file have the same number.
 * One process holds all steps, one d_step for all those of a task, of which no two can be taken in the same state:
 * that is the form that costs Spin least.
 *
 * spin -a -o2 -DWAITERS=3 -DROUNDS=1 -DFILES=2 -DEVENTS=3 -DMAXEVENTS=1 -DREADS=1 epoll-level.pml
 * gcc -O3 -DSAFETY -DNOREDUCE -DNOBOUNDCHECK -o pan pan.c && ./pan -m10000000 -w24
 */

/* Where a task is. */
#define USER_MODE 0
#define CHECK 1
#define TEST_SCAN 2
#define START_SCAN 3
#define DELIVER 4
#define ARM 5
#define ASLEEP 6
#define READING 7

typedef list {
	byte length;
	byte items[FILES]
};

typedef sleeper_list {
	byte length;
	byte items[WAITERS]
};

typedef task_state {
	byte step;
	byte rounds;
	byte value;
	byte visits;
	bit reads_next;
	bit sleeps;
	bit sampled;
	list reports
};

task_state task[WAITERS];
byte counter[FILES];
byte mutex_owner_and_one;
bit scans;
list ready;
list batch;
list overflow;
sleeper_list sleepers;
unsigned lockless_readers : WAITERS;
byte events;
bit event_woke;
bit scan_woke;

hidden byte at;
hidden byte item;
hidden byte other;
hidden byte has_woken;

#define HAS_ITEM(l, i) (l.length > 0 && l.items[0] == i || IN_SECOND(l, i) || IN_THIRD(l, i))
#if FILES > 1
#define IN_SECOND(l, i) l.length > 1 && l.items[1] == i
#else
#define IN_SECOND(l, i) false
#endif
#if FILES > 2
#define IN_THIRD(l, i) l.length > 2 && l.items[2] == i
#else
#define IN_THIRD(l, i) false
#endif

#define IS_LINKED(i) (HAS_ITEM(ready, i) || HAS_ITEM(batch, i))

#define SCAN_IS_OVER(t) (batch.length == 0 || task[t].reports.length >= MAXEVENTS)

inline append(l, i) {
	l.items[l.length] = i;
	l.length++
}

inline prepend(l, i) {
	at = l.length;
	do
	:: at > 0 -> l.items[at] = l.items[at - 1]; at--
	:: else -> break
	od;
	l.items[0] = i;
	l.length++
}

inline take_first(l, i) {
	i = l.items[0];
	l.length--;
	at = 0;
	do
	:: at < l.length -> l.items[at] = l.items[at + 1]; at++
	:: else -> break
	od;
	l.items[at] = 0
}

inline clear(l) {
	do
	:: l.length > 0 -> l.length--; l.items[l.length] = 0
	:: else -> break
	od
}

/* Who is visited leaves the queue, also who runs already and does not count. */
inline wake_sleeper() {
	has_woken = 0;
	do
	:: sleepers.length > 0 && !has_woken ->
		take_first(sleepers, other);
		has_woken = task[other].sleeps;
		task[other].sleeps = 0
	:: else -> break
	od
}

inline leave_sleepers(t) {
	at = 0;
	do
	:: at < sleepers.length && sleepers.items[at] != t -> at++
	:: else -> break
	od;
	if
	:: at < sleepers.length ->
		sleepers.length--;
		do
		:: at < sleepers.length -> sleepers.items[at] = sleepers.items[at + 1]; at++
		:: else -> break
		od;
		sleepers.items[at] = 0
	:: else -> skip
	fi
}

inline begin_scan() {
	lockless_readers = 0;
	do
	:: ready.length > 0 -> take_first(ready, item); append(batch, item)
	:: else -> break
	od;
	scans = 1
}

inline end_scan() {
	lockless_readers = 0;
	scans = 0;
	if
	:: ready.length > 0 || batch.length > 0 || overflow.length > 0 ->
		do
		:: overflow.length > 0 ->
			take_first(overflow, item);
			if
			:: !IS_LINKED(item) -> prepend(ready, item)
			:: else -> skip
			fi
		:: else -> break
		od;
		do
		:: ready.length > 0 -> take_first(ready, item); append(batch, item)
		:: else -> break
		od;
		do
		:: batch.length > 0 -> take_first(batch, item); append(ready, item)
		:: else -> break
		od;
		wake_sleeper();
		scan_woke = scan_woke || has_woken
	:: else -> skip
	fi
}

inline call_next(t) {
	task[t].value = 0;
	task[t].visits = 0;
	clear(task[t].reports);
	if
	:: task[t].reads_next -> task[t].reads_next = 0; task[t].rounds--; task[t].step = READING
	:: else ->
		task[t].step = CHECK;
#if READS
		task[t].reads_next = 1
#else
		task[t].rounds--
#endif
	fi
}

inline deliver(t) {
	if
	:: SCAN_IS_OVER(t) ->
		end_scan();
		mutex_owner_and_one = 0;
		if
		:: task[t].reports.length > 0 -> task[t].sampled = 0; task[t].step = USER_MODE
		:: else -> task[t].step = ARM
		fi
	:: else ->
		take_first(batch, item);
		task[t].visits++;
		task[t].sampled = counter[item] > 0;
		if
		:: counter[item] > 0 -> append(task[t].reports, item); append(ready, item)
		:: else -> skip
		fi
	fi
}

/* Two looks without a lock; the second is good only if no scan has begun or ended since before the first. */
inline look_at_list(t) {
	if
	:: ready.length > 0 -> task[t].step = START_SCAN
	:: else -> lockless_readers = lockless_readers | (1 << t); task[t].step = TEST_SCAN
	fi
}

inline look_at_scan(t) {
	if
	:: scans || !(lockless_readers & (1 << t)) -> task[t].step = START_SCAN
	:: else -> task[t].step = ARM
	fi;
	lockless_readers = lockless_readers & ~(1 << t)
}

inline arm(t) {
	if
	:: ready.length > 0 || scans -> task[t].step = START_SCAN
	:: else -> prepend(sleepers, t); task[t].sleeps = 1; task[t].step = ASLEEP
	fi
}

inline happen(f) {
	events++;
	counter[f]++;
	if
	:: !scans && !IS_LINKED(f) -> append(ready, f)
	:: scans && !HAS_ITEM(overflow, f) -> prepend(overflow, f)
	:: else -> skip
	fi;
	wake_sleeper();
	event_woke = event_woke || has_woken
}

#define CAN_STEP(t) ( \
	task[t].step == USER_MODE && task[t].rounds > 0 \
	|| task[t].step == START_SCAN && mutex_owner_and_one == 0 \
	|| task[t].step == ASLEEP && !task[t].sleeps \
	|| task[t].step != USER_MODE && task[t].step != START_SCAN && task[t].step != ASLEEP)

#define STEPS_OF(t) \
	:: d_step { CAN_STEP(t) -> \
		if \
		:: task[t].step == USER_MODE -> call_next(t) \
		:: task[t].step == CHECK -> look_at_list(t) \
		:: task[t].step == TEST_SCAN -> look_at_scan(t) \
		:: task[t].step == START_SCAN -> mutex_owner_and_one = t + 1; begin_scan(); task[t].step = DELIVER \
		:: task[t].step == DELIVER -> deliver(t) \
		:: task[t].step == ARM -> arm(t) \
		:: task[t].step == ASLEEP -> leave_sleepers(t); task[t].step = START_SCAN \
		:: task[t].step == READING -> \
			task[t].value = counter[0]; counter[0] = 0; task[t].step = USER_MODE \
		fi }

init {
	d_step {
		at = 0;
		do
		:: at < WAITERS -> task[at].rounds = ROUNDS; at++
		:: else -> break
		od
	};
end:
	do
	STEPS_OF(0)
#if WAITERS > 1
	STEPS_OF(1)
#endif
#if WAITERS > 2
	STEPS_OF(2)
#endif
#if WAITERS > 3
	STEPS_OF(3)
#endif
	:: d_step { events < EVENTS -> happen(0) }
#if FILES > 1
	:: d_step { events < EVENTS -> happen(1) }
#endif
#if FILES > 2
	:: d_step { events < EVENTS -> happen(2) }
#endif
	od
}
