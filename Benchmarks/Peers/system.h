/*
 * A system of the specifications, for Spin: its steps and properties are those that Wakeline's generator made of its
 * tables, in a library (Benchmarks/InSpin); Spin holds the states and searches. Before the compiler sees this,
 * SYSTEM, SETTINGS and MASK are texts, and STATE_BYTES is what system_open returns for them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 100000

/* Opens a system. MASK is a file with the bits of a state that change, which then are packed; empty for whole states. */
extern int system_open(const char *system, const char *settings, const char *mask);

extern void system_start(unsigned char *state);

/* Makes the successors of a state, which stay until another state is visited at this depth or above. */
extern int system_visit(int depth, const unsigned char *state, const unsigned char **successors);

/* Of each state that is open, its number of successors, and these, side by side. */
static struct visit {
	int count;
	const unsigned char *successors;
} visits[DEPTH_MOST];

/* The search is timed from the first step on, so what is prepared is prepared before. */
__attribute__((constructor)) static void open_system(void)
{
	int bytes = system_open(SYSTEM, SETTINGS, MASK);
	if (bytes != STATE_BYTES) {
		fprintf(stderr, "a state has %d bytes, not %d\n", bytes, STATE_BYTES);
		exit(1);
	}
}

/* What follows is for Spin, which takes no calls as conditions; it knows the state and its depth as now and depth. */
#define VISIT_FINDS_A_FAULT ((visits[depth].count = \
	system_visit((int)depth, now.state, &visits[depth].successors)) < 0 || visits[depth].count > CHOICES)
#define TAKE(i) memcpy(now.state, visits[depth].successors + (i) * STATE_BYTES, STATE_BYTES)
