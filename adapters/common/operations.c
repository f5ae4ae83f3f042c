#include "operations.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef NAMES
#include NAMES
#endif

enum { MOST_POLLED = 64, MICROSECONDS = 1000000 };

/* What is sent is zeros, and what is received is looked at by nobody. */
static char octets[LONGEST_TRANSFER];

static struct iovec part_of(const struct call *call)
{
    long length = number_of(call, "length", 0);
    return (struct iovec){octets, length < 0 || length > LONGEST_TRANSFER ? LONGEST_TRANSFER : length};
}

OPERATION(socket)
{
    json_t *arguments = json_object_get(call->fields, "arguments");
    long family = arguments ? constant_in(arguments, 0, ending) : AF_INET;
    long type = arguments ? constant_in(arguments, 1, ending) : SOCK_STREAM;
    long protocol = arguments ? constant_in(arguments, 2, ending) : 0;
    long flags = bits_of(call, "flags", ending);
    return ending->lacking ? -1 : socket(family, type | flags, protocol);
}

OPERATION(bind)
{
    struct sockaddr_in address = address_of(call, ending);
    return ending->lacking ? -1 : bind(call->fd, (struct sockaddr *)&address, sizeof address);
}

OPERATION(listen) { return listen(call->fd, number_of(call, "length", 0)); }

OPERATION(accept)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    long result = accept(call->fd, (struct sockaddr *)&address, &length);
    if (result >= 0) {
        add_address(ending, &address);
    }
    return result;
}

OPERATION(connect)
{
    struct sockaddr_in address = address_of(call, ending);
    return ending->lacking ? -1 : connect(call->fd, (struct sockaddr *)&address, sizeof address);
}

OPERATION(recv)
{
    struct iovec part = part_of(call);
    long flags = bits_of(call, "flags", ending);
    return ending->lacking ? -1 : recv(call->fd, part.iov_base, part.iov_len, flags);
}

OPERATION(readv)
{
    struct iovec part = part_of(call);
    return readv(call->fd, &part, 1);
}

OPERATION(recvmsg)
{
    struct iovec part = part_of(call);
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    long flags = bits_of(call, "flags", ending);
    return ending->lacking ? -1 : recvmsg(call->fd, &message, flags);
}

OPERATION(send)
{
    struct iovec part = part_of(call);
    long flags = bits_of(call, "flags", ending);
    return ending->lacking ? -1 : send(call->fd, part.iov_base, part.iov_len, flags);
}

OPERATION(writev)
{
    struct iovec part = part_of(call);
    return writev(call->fd, &part, 1);
}

OPERATION(sendmsg)
{
    struct iovec part = part_of(call);
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    long flags = bits_of(call, "flags", ending);
    return ending->lacking ? -1 : sendmsg(call->fd, &message, flags);
}

OPERATION(shutdown)
{
    long how = constant_of(call, "how", ending);
    return ending->lacking ? -1 : shutdown(call->fd, how);
}

OPERATION(close) { return close(call->fd); }

OPERATION(poll)
{
    struct pollfd polled[MOST_POLLED];
    json_t *list = json_object_get(call->fields, "polled"), *each, *ready = json_array();
    size_t count = json_array_size(list), i;
    if (count > MOST_POLLED) {
        ending->lacking = "polled";
        return -1;
    }
    json_array_foreach(list, i, each) {
        polled[i] = (struct pollfd){
            .fd = json_integer_value(json_array_get(each, 0)), .events = bits_in(each, 1, ending)};
    }
    long result = ending->lacking ? -1 : poll(polled, count, number_of(call, "timeout", 0));
    for (i = 0; i < count; i++) {
        if (result > 0 && polled[i].revents) {
            each = json_pack("[i]", polled[i].fd);
            add_names(each, "POLL", polled[i].revents);
            json_array_append_new(ready, each);
        }
    }
    if (json_array_size(ready)) {
        add_field(ending, "ready", json_incref(ready));
    }
    json_decref(ready);
    return result;
}

OPERATION(fcntl)
{
    long request = constant_of(call, "option", ending);
    long value = number_of(call, "value", bits_of(call, "flags", ending));
    return ending->lacking ? -1 : fcntl(call->fd, request, value);
}

OPERATION(ioctl)
{
    long request = constant_of(call, "option", ending);
    int value = number_of(call, "value", 0);
    long result = ending->lacking ? -1 : ioctl(call->fd, request, &value);
    if (result == 0) {
        add_field(ending, "value", json_integer(value));
    }
    return result;
}

static long name_socket(
    const struct call *call, struct ending *ending, int (*function)(int, struct sockaddr *, socklen_t *))
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    long result = function(call->fd, (struct sockaddr *)&address, &length);
    if (result == 0) {
        add_address(ending, &address);
    }
    return result;
}

OPERATION(getsockname) { return name_socket(call, ending, (void *)getsockname); }

OPERATION(getpeername) { return name_socket(call, ending, (void *)getpeername); }

/* An option's level; of one without a name, the text is "level:option". */
static long level_of(const struct call *call, long *option, struct ending *ending)
{
    const char *text = text_of(call, "option"), *separator = strchr(text, ':');
    if (separator) {
        char level[32] = "";
        strncat(level, text, separator - text < 31 ? separator - text : 31);
        *option = constant(separator + 1, ending);
        return constant(level, ending);
    }
    *option = constant(text, ending);
    return !strncmp(text, "TCP_", 4) ? IPPROTO_TCP : !strncmp(text, "IP_", 3) ? IPPROTO_IP : SOL_SOCKET;
}

/* The forms that values have. */
union value {
    int number;
    struct linger linger;
    struct timeval time;
    char text[16];
};

static bool is_time(long level, long option)
{
    return level == SOL_SOCKET && (option == SO_RCVTIMEO || option == SO_SNDTIMEO);
}

OPERATION(getsockopt)
{
    long option, level = level_of(call, &option, ending);
    union value value = {.number = 0};
    socklen_t length = number_of(call, "size", sizeof value);
    long result = ending->lacking ? -1 : getsockopt(call->fd, level, option, &value, &length);
    if (result != 0) {
        return result;
    }
    if (level == SOL_SOCKET && option == SO_LINGER) {
        add_field(ending, "value", json_integer(value.linger.l_onoff ? value.linger.l_linger : -1));
    } else if (is_time(level, option)) {
        add_field(ending, "value", json_integer(value.time.tv_sec * MICROSECONDS + value.time.tv_usec));
    } else if (level == IPPROTO_TCP && option == TCP_CONGESTION) {
        add_field(ending, "text", json_stringn(value.text, strnlen(value.text, length)));
    } else {
        add_field(ending, "value", json_integer(value.number));
    }
    return result;
}

OPERATION(setsockopt)
{
    long option, level = level_of(call, &option, ending), said = number_of(call, "value", 0);
    union value value = {.number = said};
    json_t *text = json_object_get(call->fields, "text"), *parts = json_object_get(call->fields, "arguments");
    size_t length = sizeof value.number;
    if (text) {
        length = json_string_length(text);
        memcpy(value.text, text_of(call, "text"), length < sizeof value.text ? length : sizeof value.text);
    } else if (level == SOL_SOCKET && option == SO_LINGER) {
        length = sizeof value.linger;
        value.linger = (struct linger){.l_onoff = said >= 0, .l_linger = said < 0 ? 0 : said};
    } else if (is_time(level, option)) {
        length = sizeof value.time;
        value.time = (struct timeval){.tv_sec = said / MICROSECONDS, .tv_usec = said % MICROSECONDS};
        if (parts) {
            value.time.tv_sec = constant_in(parts, 0, ending);
            value.time.tv_usec = constant_in(parts, 1, ending);
        }
    }
    if (length > sizeof value) {
        ending->lacking = "text";
    }
    length = number_of(call, "size", length);
    return ending->lacking ? -1 : setsockopt(call->fd, level, option, &value, length);
}
