#include "operations.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#ifdef NAMES
#include NAMES
#endif

enum { MOST_POLLED = 64 };

#define OPERATION(name) \
    long name##_operation(const struct call *call __attribute__((unused)), struct ending *ending __attribute__((unused)))

/* What is sent is zeros, and what is received is looked at by nobody. */
static char octets[LONGEST_TRANSFER];

static size_t transferred(const struct call *call)
{
    return call->length < 0 || call->length > LONGEST_TRANSFER ? LONGEST_TRANSFER : call->length;
}

OPERATION(socket)
{
    long type = argument(call, 1);
    return socket(AF_INET, type < 0 ? SOCK_STREAM : type, 0);
}

OPERATION(bind) { return bind(call->fd, (const struct sockaddr *)&call->address, sizeof call->address); }

OPERATION(listen) { return listen(call->fd, call->length); }

OPERATION(accept)
{
    socklen_t length = sizeof ending->address;
    long result = accept(call->fd, (struct sockaddr *)&ending->address, &length);
    ending->has_address = result >= 0;
    return result;
}

OPERATION(connect) { return connect(call->fd, (const struct sockaddr *)&call->address, sizeof call->address); }

OPERATION(receive) { return recv(call->fd, octets, transferred(call), call->flags); }

OPERATION(send) { return send(call->fd, octets, transferred(call), call->flags | MSG_NOSIGNAL); }

OPERATION(shutdown) { return shutdown(call->fd, call->how); }

OPERATION(close) { return close(call->fd); }

OPERATION(poll)
{
    struct pollfd polled[MOST_POLLED];
    const char *text = argument_text(call, 0);
    nfds_t count = 0;
    long fd, events;
    while (count < MOST_POLLED && next_field(&text, "fd", &fd) && next_field(&text, "events", &events)) {
        polled[count++] = (struct pollfd){.fd = fd, .events = events};
    }
    return poll(polled, count, argument(call, 2));
}

OPERATION(fcntl) { return fcntl(call->fd, argument(call, 1), argument(call, 2)); }

OPERATION(getsockopt)
{
    socklen_t length = sizeof ending->value;
    long result = getsockopt(call->fd, call->level, call->option, &ending->value, &length);
    ending->has_value = result == 0;
    return result;
}

OPERATION(setsockopt)
{
    int value = call->value >= 0 ? call->value : argument(call, 3);
    struct linger linger = {.l_onoff = call->value >= 0, .l_linger = value};
    struct timeval time = {.tv_sec = value};
    bool is_of_socket = call->level == SOL_SOCKET;
    if (is_of_socket && call->option == SO_LINGER) {
        return setsockopt(call->fd, call->level, call->option, &linger, sizeof linger);
    }
    if (is_of_socket && (call->option == SO_RCVTIMEO || call->option == SO_SNDTIMEO)) {
        return setsockopt(call->fd, call->level, call->option, &time, sizeof time);
    }
    return setsockopt(call->fd, call->level, call->option, &value, sizeof value);
}
