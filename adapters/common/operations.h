/* System calls over the sockets API, of the C library or, with names.h of a stack, of that stack. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include "adapter.h"

#define OPERATION(name) long name##_operation(const struct call *call, struct ending *ending)

OPERATION(socket);
OPERATION(bind);
OPERATION(listen);
OPERATION(accept);
OPERATION(connect);
OPERATION(receive);
OPERATION(send);
OPERATION(shutdown);
OPERATION(close);
OPERATION(poll);
OPERATION(fcntl);
OPERATION(getsockopt);
OPERATION(setsockopt);

#undef OPERATION

/* The rows of a table of operations that every sockets API has. */
#define SOCKET_OPERATIONS \
    {"socket", socket_operation}, {"bind", bind_operation}, {"listen", listen_operation}, \
    {"accept", accept_operation}, {"connect", connect_operation}, {"read", receive_operation}, \
    {"recv", receive_operation}, {"write", send_operation}, {"send", send_operation}, \
    {"shutdown", shutdown_operation}, {"close", close_operation}, {"poll", poll_operation}, \
    {"fcntl", fcntl_operation}, {"getsockopt", getsockopt_operation}, {"setsockopt", setsockopt_operation}

#endif
