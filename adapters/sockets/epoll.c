#include "epoll.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_REPORTED = 64 };

OPERATION(accept4)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    long flags = bits_of(call, "flags", ending);
    long result = ending->lacking ? -1 : accept4(call->fd, (struct sockaddr *)&address, &length, flags);
    if (result >= 0) {
        add_address(ending, &address);
    }
    return result;
}

OPERATION(dup) { return dup(call->fd); }

OPERATION(epoll_create) { return epoll_create(number_of(call, "length", 1)); }

OPERATION(epoll_create1)
{
    long flags = bits_of(call, "flags", ending);
    return ending->lacking ? -1 : epoll_create1(flags);
}

OPERATION(epoll_ctl)
{
    long operation = constant_of(call, "operation", ending);
    struct epoll_event event = {.events = bits_of(call, "events", ending), .data.u64 = number_of(call, "data", 0)};
    return ending->lacking ? -1 : epoll_ctl(call->fd, operation, number_of(call, "target", -1), &event);
}

OPERATION(epoll_wait)
{
    struct epoll_event events[MOST_REPORTED];
    long most = number_of(call, "length", MOST_REPORTED);
    long result = epoll_wait(
        call->fd, events, most > MOST_REPORTED ? MOST_REPORTED : most, number_of(call, "timeout", 0));
    json_t *ready = json_array();
    for (long i = 0; i < result; i++) {
        json_t *each = json_pack("[I]", (json_int_t)events[i].data.u64);
        add_names(each, "EPOLL", events[i].events);
        json_array_append_new(ready, each);
    }
    if (result > 0) {
        add_field(ending, "ready", json_incref(ready));
    }
    json_decref(ready);
    return result;
}
