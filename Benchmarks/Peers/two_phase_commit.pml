/*
 * Two-phase commit over messages that are never lost and never taken away, at the grain of Gray and Lamport,
 * "Consensus on transaction commit" (2006): the same steps and states as the table TwoPhaseCommit.cs of Checker.Tests.
 * One process holds all steps, which is the form that costs Spin least: no process pays for a program counter.
 *
 * spin -a -DMANAGERS=9 two_phase_commit.pml
 * gcc -O3 -DSAFETY -DNOREDUCE -DNOBOUNDCHECK -o pan pan.c && ./pan -m10000000 -w24
 */
#ifndef MANAGERS
#define MANAGERS 9
#endif

#define EVERYBODY ((1 << MANAGERS) - 1)

#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3

#define UNDECIDED 0

byte manager[MANAGERS];
byte coordinator;
unsigned said : 16;
unsigned heard : 16;
bool said_commit;
bool said_abort;

#define STEPS_OF(m) \
	:: d_step { manager[m] == WORKING -> said = said | (1 << m); manager[m] = PREPARED } \
	:: d_step { manager[m] == WORKING -> manager[m] = ABORTED } \
	:: d_step { said_commit -> manager[m] = COMMITTED } \
	:: d_step { said_abort -> manager[m] = ABORTED } \
	:: d_step { coordinator == UNDECIDED && (said & (1 << m)) -> heard = heard | (1 << m) }

active proctype transaction()
{
	do
	STEPS_OF(0)
	STEPS_OF(1)
#if MANAGERS > 2
	STEPS_OF(2)
#endif
#if MANAGERS > 3
	STEPS_OF(3)
#endif
#if MANAGERS > 4
	STEPS_OF(4)
#endif
#if MANAGERS > 5
	STEPS_OF(5)
#endif
#if MANAGERS > 6
	STEPS_OF(6)
#endif
#if MANAGERS > 7
	STEPS_OF(7)
#endif
#if MANAGERS > 8
	STEPS_OF(8)
#endif
#if MANAGERS > 9
	STEPS_OF(9)
#endif
	:: d_step { coordinator == UNDECIDED && heard == EVERYBODY -> said_commit = true; coordinator = COMMITTED }
	:: d_step { coordinator == UNDECIDED -> said_abort = true; coordinator = ABORTED }
	od
}
