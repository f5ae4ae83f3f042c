#include "descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int move_up(int descriptor)
{
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_OWN_DESCRIPTOR);
    close(descriptor);
    return moved;
}

void close_case(void)
{
    struct linger abort = {.l_onoff = 1, .l_linger = 0};
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        int descriptor = atoi(entry->d_name);
        if (descriptor > STDERR_FILENO && descriptor < FIRST_OWN_DESCRIPTOR && descriptor != dirfd(folder)) {
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
            close(descriptor);
        }
    }
    if (folder) {
        closedir(folder);
    }
}
