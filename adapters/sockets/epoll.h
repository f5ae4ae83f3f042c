/* Calls that Linux has beside those of any sockets API. */
#ifndef EPOLL_H
#define EPOLL_H

#include "../common/operations.h"

OPERATION(accept4);
OPERATION(dup);
OPERATION(epoll_create);
OPERATION(epoll_create1);
OPERATION(epoll_ctl);
OPERATION(epoll_wait);

/* Rows of a table of operations. */
#define LINUX_OPERATIONS \
    {"accept4", accept4_operation}, {"dup", dup_operation}, {"epoll_create", epoll_create_operation}, \
    {"epoll_create1", epoll_create1_operation}, {"epoll_ctl", epoll_ctl_operation}, \
    {"epoll_wait", epoll_wait_operation}

#endif
