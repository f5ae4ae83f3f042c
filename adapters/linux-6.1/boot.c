/*
 * What makes adapters/sockets a machine's only process. It speaks through a mailbox in its memory: whoever debugs the
 * machine stops it at the doorbell, takes what was said and puts in what is asked. Time stands still meanwhile.
 */
#include "../common/adapter.h"
#include "../sockets/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { MAILBOX_OCTETS = 1 << 18, PAGE = 4096, SOON = 20000 };

static int timer;

/* The program's table of symbols says where it is. */
struct {
    /* Whether more of the answer follows before a question can be taken; how much of it there is. */
    volatile uint32_t goes_on, said;
    char answer[MAILBOX_OCTETS];
    volatile uint32_t asked;
    char question[MAILBOX_OCTETS];
} mailbox;

/* The machine is stopped when this is written: on a page of its own, which qemu is slow to write. */
_Alignas(PAGE) volatile uint32_t doorbell[PAGE / sizeof(uint32_t)];

/*
 * Where it is stopped, qemu takes the processor to be idle and moves time to the next timer. That is never far after
 * this.
 */
static void ring(void)
{
    struct itimerspec soon = {.it_value.tv_nsec = SOON};
    timerfd_settime(timer, 0, &soon, NULL);
    doorbell[0] = 1;
    mailbox.said = 0;
}

static ssize_t take_question(void *ignored, char *buffer, size_t size)
{
    (void)ignored;
    fflush(stdout);
    mailbox.goes_on = 0;
    ring();
    size_t length = mailbox.asked < size ? mailbox.asked : size;
    memcpy(buffer, mailbox.question, length);
    return length;
}

static ssize_t put_answer(void *ignored, const char *text, size_t length)
{
    (void)ignored;
    for (size_t i = 0; i < length; i++) {
        if (mailbox.said == MAILBOX_OCTETS) {
            mailbox.goes_on = 1;
            ring();
        }
        mailbox.answer[mailbox.said++] = text[i];
    }
    return length;
}

static void load_module(const char *path)
{
    int file = open(path, O_RDONLY);
    if (file < 0 || syscall(SYS_finit_module, file, "", 0)) {
        fail("%s: %s", path, strerror(errno));
    }
    close(file);
}

__attribute__((constructor)) static void boot(void)
{
    if (mount("proc", "/proc", "proc", 0, NULL) || mount("dev", "/dev", "devtmpfs", 0, NULL)) {
        fail("no file systems: %s", strerror(errno));
    }
    load_module("/tun.ko");
    memset(&mailbox, 0, sizeof mailbox);
    timer = move_up(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    mlock(&mailbox, sizeof mailbox);
    stdin = fopencookie(NULL, "r", (cookie_io_functions_t){.read = take_question});
    stdout = fopencookie(NULL, "w", (cookie_io_functions_t){.write = put_answer});
    setvbuf(stdin, NULL, _IOFBF, MAILBOX_OCTETS);
}
