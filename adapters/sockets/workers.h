/* Threads that make calls, and how it is known that all of them sleep. */
#ifndef WORKERS_H
#define WORKERS_H

#include "../common/adapter.h"

/* A descriptor that can be read when a call has returned since the last time it was read. */
int workers_bell(void);

/*
 * The least time, in nanoseconds, for which all have to sleep before they are taken to: what a call brings to others
 * may be under way when it has returned, in another thread of a kernel that is busy.
 */
void workers_settle_for(int64_t time);

/* Begins a call, unless its thread is in another: then it says that this is unsupported, and returns false. */
bool worker_begin(const struct call *call, const struct operation *operation);

/* Waits until each thread has returned or sleeps, and tells what returned. */
void workers_settle(void);

/* Ends all threads, those that sleep by a signal; those of the next case are of the caller's network namespace. */
void workers_end(void);

#endif
