/* lwIP's port to virtual time: threads of calls are coroutines, so that it is known when all of them sleep. */
#ifndef PORT_H
#define PORT_H

#include <stdbool.h>
#include <stdint.h>

/* The time, in nanoseconds. */
extern int64_t port_time;

/* Forgets the coroutines, and that time has passed. */
void port_reset(void);

/* Whether the coroutine of a thread sleeps. */
bool port_sleeps(int thread);

/* Runs a function in the coroutine of a thread, which does not sleep, until it returns or sleeps. */
void port_begin(int thread, void (*function)(void));

/* Lets coroutines that sleep look again, until none of them gets on. */
void port_wake(void);

/* When the first coroutine that sleeps has waited long enough. */
int64_t port_deadline(void);

#endif
