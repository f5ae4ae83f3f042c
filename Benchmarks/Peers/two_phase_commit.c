/*
 * Two-phase commit as Checker.Tests/Models/TwoPhaseCommit.cs has it, searched by a program written for nothing else: the
 * limit that a general checker is held against. Build and run:
 *
 *   gcc -O3 -march=native -o two_phase_commit two_phase_commit.c && ./two_phase_commit 9
 *
 * A state is one word: for each manager two bits of place, one bit for having said that it is prepared, one for the
 * coordinator having heard so; then the coordinator's place, and whether commit or abort was said.
 */
#define _GNU_SOURCE
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { BATCH = 64, SLOT_BITS = 24 };
enum place { WORKING, PREPARED, COMMITTED, ABORTED };

static uint64_t *slots;
static uint64_t *queue;
static uint64_t count;
static uint64_t transitions;
static uint64_t pending[BATCH];
static int pending_count;

/* The finalizer of MurmurHash3 (Appleby, public domain). */
static uint64_t hash(uint64_t key)
{
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    key ^= key >> 33;
    key *= 0xc4ceb9fe1a85ec53ULL;
    return key ^ (key >> 33);
}

static uint64_t *reserve(void)
{
    size_t bytes = sizeof(uint64_t) << SLOT_BITS;
    uint64_t *block = mmap(
        NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (block == MAP_FAILED) {
        perror("mmap");
        exit(2);
    }

    madvise(block, bytes, MADV_HUGEPAGE);
    return block;
}

static void flush(void)
{
    uint64_t mask = (1ULL << SLOT_BITS) - 1;
    uint64_t at[BATCH];
    for (int i = 0; i < pending_count; i++) {
        at[i] = hash(pending[i]) & mask;
        _mm_prefetch((const char *)(slots + at[i]), _MM_HINT_T0);
    }

    for (int i = 0; i < pending_count; i++) {
        uint64_t entry = pending[i] + 1;
        uint64_t slot = at[i];
        while (slots[slot] && slots[slot] != entry) {
            slot = (slot + 1) & mask;
        }

        if (!slots[slot]) {
            slots[slot] = entry;
            queue[count++] = pending[i];
        }
    }

    pending_count = 0;
}

static inline void push(uint64_t from, uint64_t to)
{
    transitions++;
    if (from != to) {
        pending[pending_count++] = to;
        if (pending_count == BATCH) {
            flush();
        }
    }
}

static void visit(uint64_t state, int managers)
{
    int said = 2 * managers, heard = 3 * managers, coordinator = 4 * managers;
    uint64_t everybody = (1ULL << managers) - 1;
    uint64_t said_commit = 1ULL << (coordinator + 2), said_abort = 1ULL << (coordinator + 3);
    for (int i = 0; i < managers; i++) {
        uint64_t elsewhere = state & ~(3ULL << (2 * i));
        if (state & said_commit) {
            push(state, elsewhere | (uint64_t)COMMITTED << (2 * i));
        }

        if (state & said_abort) {
            push(state, elsewhere | (uint64_t)ABORTED << (2 * i));
        }

        if ((state >> (2 * i) & 3) == WORKING) {
            push(state, elsewhere | (uint64_t)PREPARED << (2 * i) | 1ULL << (said + i));
            push(state, elsewhere | (uint64_t)ABORTED << (2 * i));
        }
    }

    if ((state >> coordinator & 3) == 0) {
        for (int i = 0; i < managers; i++) {
            if (state >> (said + i) & 1) {
                push(state, state | 1ULL << (heard + i));
            }
        }

        if ((state >> heard & everybody) == everybody) {
            push(state, state | 1ULL << coordinator | said_commit);
        }

        push(state, state | 2ULL << coordinator | said_abort);
    }
}

int main(int argc, char **argv)
{
    int managers = argc > 1 ? atoi(argv[1]) : 9;
    if (managers < 1 || managers > 9) {
        fprintf(stderr, "two_phase_commit: managers must lie in 1..9\n");
        return 2;
    }

    struct timespec begin, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    slots = reserve();
    queue = reserve();
    uint64_t odd = 0x5555555555555555ULL & ((1ULL << (2 * managers)) - 1);
    uint64_t said_commit = 1ULL << (4 * managers + 2);
    uint64_t violations = 0;
    pending[pending_count++] = 0;
    flush();
    for (uint64_t next = 0; next < count; next++) {
        uint64_t state = queue[next];
        violations += (state & said_commit) && (state & state >> 1 & odd);
        visit(state, managers);
        if (next + 1 == count) {
            flush();
        }
    }

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    printf("%lu states, %lu transitions, %lu violations, %.2f s of processor time\n", count, transitions, violations,
        (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) * 1e-9);
    return 0;
}
