/* Replaces the port (sys_arch) within the library, whose symbols the executable's own come before. */
#include "port.h"
#include "../common/adapter.h"

#include <lwip/err.h>
#include <lwip/mem.h>
#include <lwip/sys.h>
#include <lwip/tcpip.h>
#include <string.h>
#include <ucontext.h>

enum { STACK_OCTETS = 1 << 18, MOST_TASKS = 64 };

struct sys_sem {
    unsigned count;
};

struct sys_mbox {
    unsigned first, used, size;
    void *messages[];
};

static struct coroutine {
    ucontext_t context;
    char stack[STACK_OCTETS];
    void (*function)(void);
    bool sleeps;
    int64_t deadline;
} coroutines[MOST_THREADS];

static struct coroutine *running;
static ucontext_t scheduler;

/* Goes up whenever something happened that a coroutine may wait for. */
static unsigned changes;

/* What lwIP would have a thread of its own do: to take in what it has sent to itself. */
static struct {
    unsigned first, used;
    struct {
        tcpip_callback_fn function;
        void *argument;
    } list[MOST_TASKS];
} tasks;

int64_t port_time;

static void enter(struct coroutine *coroutine)
{
    running = coroutine;
    coroutine->sleeps = false;
    swapcontext(&scheduler, &coroutine->context);
    running = NULL;
}

static void run_function(void)
{
    running->function();
}

void port_reset(void)
{
    for (int i = 0; i < MOST_THREADS; i++) {
        coroutines[i].sleeps = false;
    }
    tasks.used = 0;
    port_time = 0;
}

bool port_sleeps(int thread) { return coroutines[thread].sleeps; }

void port_begin(int thread, void (*function)(void))
{
    struct coroutine *coroutine = &coroutines[thread];
    getcontext(&coroutine->context);
    coroutine->context.uc_stack = (stack_t){.ss_sp = coroutine->stack, .ss_size = STACK_OCTETS};
    coroutine->context.uc_link = &scheduler;
    coroutine->function = function;
    makecontext(&coroutine->context, run_function, 0);
    enter(coroutine);
}

err_t tcpip_try_callback(tcpip_callback_fn function, void *argument)
{
    if (tasks.used == MOST_TASKS) {
        return ERR_MEM;
    }
    unsigned place = (tasks.first + tasks.used++) % MOST_TASKS;
    tasks.list[place].function = function;
    tasks.list[place].argument = argument;
    changes++;
    return ERR_OK;
}

static void run_tasks(void)
{
    while (tasks.used > 0) {
        unsigned place = tasks.first;
        tasks.first = (tasks.first + 1) % MOST_TASKS;
        tasks.used--;
        tasks.list[place].function(tasks.list[place].argument);
    }
}

void port_wake(void)
{
    unsigned seen;
    do {
        seen = changes;
        run_tasks();
        for (int i = 0; i < MOST_THREADS; i++) {
            if (coroutines[i].sleeps) {
                enter(&coroutines[i]);
            }
        }
    } while (seen != changes);
}

int64_t port_deadline(void)
{
    int64_t first = INT64_MAX;
    for (int i = 0; i < MOST_THREADS; i++) {
        if (coroutines[i].sleeps && coroutines[i].deadline < first) {
            first = coroutines[i].deadline;
        }
    }
    return first;
}

/* Lets others run; false if the deadline has passed. */
static bool sleep_until(int64_t deadline)
{
    if (!running) {
        fail("lwIP would sleep outside a call");
    }
    if (port_time >= deadline) {
        return false;
    }
    running->deadline = deadline;
    running->sleeps = true;
    swapcontext(&running->context, &scheduler);
    return true;
}

static int64_t deadline_after(u32_t milliseconds)
{
    return milliseconds ? port_time + (int64_t)milliseconds * NANOSECONDS_OF_MILLISECOND : INT64_MAX;
}

static u32_t milliseconds_since(int64_t start) { return (port_time - start) / NANOSECONDS_OF_MILLISECOND; }

void sys_init(void) {}

u32_t sys_now(void) { return port_time / NANOSECONDS_OF_MILLISECOND; }

u32_t sys_jiffies(void) { return sys_now(); }

/* One coroutine runs at a time, and none sleeps within what these protect. */
sys_prot_t sys_arch_protect(void) { return 0; }

void sys_arch_unprotect(sys_prot_t level) { (void)level; }

void sys_lock_tcpip_core(void) {}

void sys_unlock_tcpip_core(void) {}

void sys_check_core_locking(void) {}

void sys_mark_tcpip_thread(void) {}

err_t sys_mutex_new(sys_mutex_t *mutex)
{
    *mutex = mem_malloc(1);
    return ERR_OK;
}

void sys_mutex_lock(sys_mutex_t *mutex) { (void)mutex; }

void sys_mutex_unlock(sys_mutex_t *mutex) { (void)mutex; }

err_t sys_sem_new(sys_sem_t *sem, u8_t count)
{
    *sem = mem_malloc(sizeof **sem);
    (*sem)->count = count;
    return ERR_OK;
}

void sys_sem_free(sys_sem_t *sem)
{
    mem_free(*sem);
    *sem = NULL;
}

void sys_sem_signal(sys_sem_t *sem)
{
    (*sem)->count++;
    changes++;
}

u32_t sys_arch_sem_wait(sys_sem_t *sem, u32_t timeout)
{
    int64_t start = port_time, deadline = deadline_after(timeout);
    while ((*sem)->count == 0) {
        if (!sleep_until(deadline)) {
            return SYS_ARCH_TIMEOUT;
        }
    }
    (*sem)->count--;
    return milliseconds_since(start);
}

err_t sys_mbox_new(sys_mbox_t *mbox, int size)
{
    unsigned places = size > 0 ? size : 128;
    *mbox = mem_calloc(1, sizeof **mbox + places * sizeof(void *));
    (*mbox)->size = places;
    return ERR_OK;
}

void sys_mbox_free(sys_mbox_t *mbox)
{
    mem_free(*mbox);
    *mbox = NULL;
}

err_t sys_mbox_trypost(sys_mbox_t *mbox, void *message)
{
    struct sys_mbox *box = *mbox;
    if (box->used == box->size) {
        return ERR_MEM;
    }
    box->messages[(box->first + box->used++) % box->size] = message;
    changes++;
    return ERR_OK;
}

err_t sys_mbox_trypost_fromisr(sys_mbox_t *mbox, void *message) { return sys_mbox_trypost(mbox, message); }

void sys_mbox_post(sys_mbox_t *mbox, void *message)
{
    while (sys_mbox_trypost(mbox, message) != ERR_OK) {
        sleep_until(INT64_MAX);
    }
}

u32_t sys_arch_mbox_tryfetch(sys_mbox_t *mbox, void **message)
{
    struct sys_mbox *box = *mbox;
    if (box->used == 0) {
        return SYS_MBOX_EMPTY;
    }
    *message = box->messages[box->first];
    box->first = (box->first + 1) % box->size;
    box->used--;
    changes++;
    return 0;
}

u32_t sys_arch_mbox_fetch(sys_mbox_t *mbox, void **message, u32_t timeout)
{
    int64_t start = port_time, deadline = deadline_after(timeout);
    void *ignored;
    while (sys_arch_mbox_tryfetch(mbox, message ? message : &ignored) == SYS_MBOX_EMPTY) {
        if (!sleep_until(deadline)) {
            return SYS_ARCH_TIMEOUT;
        }
        if (!*mbox) {
            fail("lwIP frees a mailbox at which a thread waits");
        }
    }
    return milliseconds_since(start);
}

sys_thread_t sys_thread_new(const char *name, lwip_thread_fn function, void *argument, int size, int priority)
{
    (void)function, (void)argument, (void)size, (void)priority;
    fail("lwIP asks for the thread '%s'", name);
}
