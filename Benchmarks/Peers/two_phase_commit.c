/*
 * The physical limit: two-phase commit as in two_phase_commit.pml, its state packed into a word by hand, explored level
 * by level by threads that share one table. Nothing is kept but the states themselves: no parents, no names, no rules.
 * Most of the time memory is waited for. So states met a moment ago are not looked up again, lookups come in batches,
 * the memory of one is fetched while the next one fills, and pages are large.
 *
 * cc -O3 -march=native -pthread -o limit two_phase_commit.c && ./limit MANAGERS THREADS LOG2_OF_TABLE_SIZE
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { WORKING, PREPARED, COMMITTED, ABORTED };
enum { RECENT_LOG2 = 14, CHUNK = 256, BATCH = 64, BLOCK = 256, RECENT = 1 << RECENT_LOG2, THREADS_MOST = 64 };

typedef uint64_t state;

static int managers;
static int threads;
static uint64_t mask;
static int shift;
static _Atomic state *table;
static state *level, *next_level;
static uint64_t level_count;
static _Atomic uint64_t claimed, next_count, transitions, states, violations;
static pthread_barrier_t barrier;
static uint64_t levels_most;
static int depth;

/* Bits: two for each manager, the messages "prepared", those heard, coordinator (2), commit, abort. A state is never
 * zero in the table because the topmost bit is set. */
#define SAID_BIT(m) ((state)1 << (2 * managers + (m)))
#define HEARD_BIT(m) ((state)1 << (3 * managers + (m)))
#define COORDINATOR (4 * managers)
#define COMMIT_BIT ((state)1 << (4 * managers + 2))
#define ABORT_BIT ((state)1 << (4 * managers + 3))
#define PRESENT ((state)1 << 63)

static uint64_t hash(uint64_t key)
{
	key ^= key >> 33;
	key *= 0xff51afd7ed558ccdULL;
	key ^= key >> 33;
	key *= 0xc4ceb9fe1a85ec53ULL;
	return key ^ key >> 33;
}

static int add(state s, uint64_t h)
{
	for (uint64_t slot = h >> shift;; slot = (slot + 1) & mask) {
		state found = atomic_load_explicit(&table[slot], memory_order_relaxed);
		if (found == s)
			return 0;
		if (found == 0) {
			if (threads == 1) {
				atomic_store_explicit(&table[slot], s, memory_order_relaxed);
				return 1;
			}
			if (atomic_compare_exchange_strong(&table[slot], &found, s))
				return 1;
			if (found == s)
				return 0;
		}
	}
}

struct batch {
	int count;
	state states[BATCH];
	uint64_t hashes[BATCH];
};

struct worker {
	struct batch batches[2], *coming, *ripe;
	state recent[RECENT];
	uint64_t block, block_end, transitions, states, violations;
};

static void add_all(struct worker *w, struct batch *b)
{
	for (int i = 0; i < b->count; i++) {
		if (!add(b->states[i], b->hashes[i]))
			continue;
		if (w->block == w->block_end) {
			w->block = atomic_fetch_add(&next_count, BLOCK);
			w->block_end = w->block + BLOCK;
		}
		next_level[w->block++] = b->states[i];
		w->states++;
	}
	b->count = 0;
}

static void turn(struct worker *w)
{
	struct batch *b = w->coming;
	add_all(w, w->ripe);
	w->coming = w->ripe;
	w->ripe = b;
}

static inline void emit(struct worker *w, state s)
{
	uint64_t h = hash(s);
	state *recent = &w->recent[h >> (64 - RECENT_LOG2)];
	struct batch *b = w->coming;
	w->transitions++;
	if (*recent == s)
		return;
	*recent = s;
	/* Now, not a batch at a time: a processor that has more requests than it can remember, some twenty, forgets them. */
	__builtin_prefetch((const void *)&table[h >> shift], 1);
	b->states[b->count] = s;
	b->hashes[b->count++] = h;
	if (b->count == BATCH)
		turn(w);
}

static void expand(struct worker *w, state s)
{
	int undecided = (s >> COORDINATOR & 3) == 0;
	int aborted = 0;
	for (int m = 0; m < managers; m++) {
		state place = s >> 2 * m & 3, cleared = s & ~((state)3 << 2 * m);
		aborted |= place == ABORTED;
		if (place == WORKING) {
			emit(w, cleared | (state)PREPARED << 2 * m | SAID_BIT(m));
			emit(w, cleared | (state)ABORTED << 2 * m);
		}
		if (s & COMMIT_BIT)
			emit(w, cleared | (state)COMMITTED << 2 * m);
		if (s & ABORT_BIT)
			emit(w, cleared | (state)ABORTED << 2 * m);
		if (undecided && s & SAID_BIT(m))
			emit(w, s | HEARD_BIT(m));
	}
	if (undecided) {
		state everybody = ((state)1 << managers) - 1;
		if ((s >> 3 * managers & everybody) == everybody)
			emit(w, s | COMMIT_BIT | (state)COMMITTED << COORDINATOR);
		emit(w, s | ABORT_BIT | (state)ABORTED << COORDINATOR);
	}
	w->violations += s & COMMIT_BIT && aborted;
}

static void *work(void *argument)
{
	struct worker *w = argument;
	for (;;) {
		for (;;) {
			uint64_t first = atomic_fetch_add(&claimed, CHUNK);
			if (first >= level_count)
				break;
			uint64_t end = first + CHUNK < level_count ? first + CHUNK : level_count;
			for (uint64_t i = first; i < end; i++)
				if (level[i])
					expand(w, level[i]);
		}
		turn(w);
		turn(w);
		while (w->block < w->block_end)
			next_level[w->block++] = 0;
		w->block = w->block_end = 0;
		if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
			state *swap = level;
			level = next_level;
			next_level = swap;
			if (level_count + next_count > levels_most)
				levels_most = level_count + next_count;
			level_count = next_count;
			next_count = claimed = 0;
			depth += level_count > 0;
		}
		pthread_barrier_wait(&barrier);
		if (level_count == 0)
			break;
	}
	transitions += w->transitions;
	states += w->states;
	violations += w->violations;
	return 0;
}

static void *reserve(uint64_t bytes)
{
	void *memory = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	madvise(memory, bytes, MADV_HUGEPAGE);
	return memory;
}

int main(int count, char **arguments)
{
	if (count != 4) {
		fprintf(stderr, "usage: %s MANAGERS THREADS LOG2_OF_TABLE_SIZE\n", arguments[0]);
		return 2;
	}
	managers = atoi(arguments[1]);
	threads = atoi(arguments[2]);
	uint64_t size = (uint64_t)1 << atoi(arguments[3]);
	if (managers < 1 || managers > 14 || threads < 1 || threads > THREADS_MOST || size < 1024) {
		fprintf(stderr, "managers 1 to 14, threads 1 to %d, table at least 2^10\n", THREADS_MOST);
		return 2;
	}
	struct timespec begin, end;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	mask = size - 1;
	shift = 64 - atoi(arguments[3]);
	table = reserve(size * sizeof(state));
	level = reserve(size / 2 * sizeof(state));
	next_level = reserve(size / 2 * sizeof(state));
	level[0] = PRESENT;
	add(level[0], hash(level[0]));
	states = 1;
	level_count = 1;
	pthread_barrier_init(&barrier, 0, threads);
	static struct worker workers[THREADS_MOST];
	pthread_t ids[THREADS_MOST];
	for (int i = 0; i < threads; i++) {
		workers[i].coming = &workers[i].batches[0];
		workers[i].ripe = &workers[i].batches[1];
		pthread_create(&ids[i], 0, work, &workers[i]);
	}
	for (int i = 0; i < threads; i++)
		pthread_join(ids[i], 0);
	clock_gettime(CLOCK_MONOTONIC, &end);
	double seconds = end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9;
	printf("states %lu transitions %lu depth %d violations %lu seconds %.3f bytes %lu\n", (unsigned long)states,
		(unsigned long)transitions, depth, (unsigned long)violations, seconds,
		(unsigned long)((size + levels_most) * sizeof(state)));
	return 0;
}
