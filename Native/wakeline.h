/*
 * libwakeline: the reference oracle of TCP inside a program. It is told what a stack was asked and what it did, and says
 * at once whether the specification admits it. What is judged, and how, is said in docs/oracle.md.
 *
 * Memory. A wakeline_oracle is the library's: wakeline_oracle_open gives it, wakeline_oracle_close takes it back, once.
 * Texts that the library returns are UTF-8, end in a zero, are the library's, and hold until the next call with the same
 * oracle (wakeline_error: until the next call of the same thread that fails). What a program hands in is copied before
 * the call returns. Memory of an oracle grows with the connections that are open at a time, not with events.
 *
 * Threads. An oracle may be used by one thread at a time; different oracles at the same time by different threads.
 * The library keeps threads of its own, so that it must not be used in a child of fork that has not called exec. It
 * cannot be unloaded. It installs handlers for SIGSEGV, SIGFPE and a real-time signal that pass on what is not its own.
 *
 * Errors. No call ends the program. A call that cannot be carried out returns WAKELINE_UNUSABLE or NULL, and
 * wakeline_error says why; the oracle stays as it was.
 */
#ifndef WAKELINE_H
#define WAKELINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the oracle says: of a trace by its report, of one event by the call that tells it. */
enum wakeline_verdict {
    WAKELINE_CONFORMS = 0,     /* the specification admits it */
    WAKELINE_VIOLATES = 1,     /* no behaviour of the specification explains it */
    WAKELINE_UNUSABLE = 2,     /* it is not of the format, or the call is wrong: see wakeline_error */
    WAKELINE_INCONCLUSIVE = 3  /* something could not be judged, and a finding says why */
};

/* Which way a packet went, seen from the stack that is judged. */
enum wakeline_passage {
    WAKELINE_IN = 0,
    WAKELINE_OUT = 1
};

typedef struct wakeline_oracle wakeline_oracle;

/*
 * Begins a trace. `header` is the first line of a trace file; NULL stands for one that has every call and every segment
 * in the order of the stack. `profile` is "linux-6.18", "rfc9293" or "rfc9293-strict"; NULL for that of the header, or
 * else linux-6.18. NULL if either is none.
 */
wakeline_oracle *wakeline_oracle_open(const char *header, const char *profile);

/*
 * An event of the trace format: an object of JSON of `length` octets, without a line's end. The verdict is about what
 * the oracle found because of this event.
 */
int wakeline_oracle_event(wakeline_oracle *oracle, const char *line, size_t length);

/*
 * A packet of `length` octets from the header of IPv4 or IPv6 on, `time` nanoseconds after the trace began: a segment
 * of TCP, or a message of ICMP about an error that one of the stack's own segments met. Any other packet conforms.
 */
int wakeline_oracle_packet(
    wakeline_oracle *oracle, int64_t time, int passage, const void *packet, size_t length);

/* 1 if the stack owes a segment at `time` that it must not leave out, 0 if not. */
int wakeline_oracle_owes(wakeline_oracle *oracle, int64_t time);

/*
 * The next finding that was not asked for yet, an object of JSON in one line, as `wakeline oracle --serve` prints it; NULL
 * if there is none.
 */
const char *wakeline_oracle_finding(wakeline_oracle *oracle);

/* Ends the trace, which may bring findings about what is missing, and tells the verdict about all of it. */
int wakeline_oracle_finish(wakeline_oracle *oracle);

/* Ends the trace, and tells of all of it: an object of JSON in one line, as the last of `wakeline oracle --serve`. */
const char *wakeline_oracle_report(wakeline_oracle *oracle);

/* Gives the oracle back. NULL is passed over. */
void wakeline_oracle_close(wakeline_oracle *oracle);

/* Why the last call of this thread that could not be carried out was not; "" if there was none. */
const char *wakeline_error(void);

/* The library's version, such as "0.1.0". It holds for ever. */
const char *wakeline_version(void);

#ifdef __cplusplus
}
#endif

#endif
