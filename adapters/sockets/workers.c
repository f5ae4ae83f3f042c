#include "workers.h"
#include "descriptors.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ROUNDS = 2, SIGNAL = SIGUSR1 };

enum state { IDLE, BEGUN, IN_CALL, RETURNED, ENDING };

static struct worker {
    pthread_t thread;
    bool exists;
    int status;
    struct call call;
    const struct operation *operation;
    struct ending ending;
    pthread_mutex_t lock;
    pthread_cond_t given;
    _Atomic enum state state;
    _Atomic int task;
} workers[MOST_THREADS];

static int bell = -1;
static int64_t settle_time;

static void be_interrupted(int signal) { (void)signal; }

int workers_bell(void)
{
    if (bell < 0) {
        bell = move_up(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
        sigaction(SIGNAL, &(struct sigaction){.sa_handler = be_interrupted}, NULL);
        signal(SIGPIPE, SIG_IGN);
    }
    return bell;
}

void workers_settle_for(int64_t time) { settle_time = time; }

static void *work(void *argument)
{
    struct worker *worker = argument;
    worker->task = syscall(SYS_gettid);
    for (;;) {
        pthread_mutex_lock(&worker->lock);
        while (worker->state != BEGUN && worker->state != ENDING) {
            pthread_cond_wait(&worker->given, &worker->lock);
        }
        pthread_mutex_unlock(&worker->lock);
        if (worker->state == ENDING) {
            return NULL;
        }
        worker->state = IN_CALL;
        worker->ending = perform(&worker->call, worker->operation);
        worker->state = RETURNED;
        (void)!write(bell, &(uint64_t){1}, sizeof(uint64_t));
    }
}

static void start(struct worker *worker)
{
    char path[64];
    worker->state = IDLE;
    worker->task = 0;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->given, NULL);
    if (pthread_create(&worker->thread, NULL, work, worker)) {
        fail("no thread for a call");
    }
    /* Where there is one processor and it may, whoever makes a call goes first, until it sleeps. */
    pthread_setschedparam(worker->thread, SCHED_FIFO, &(struct sched_param){.sched_priority = 1});
    while (!worker->task) {
        sched_yield();
    }
    worker->exists = true;
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", worker->task);
    worker->status = move_up(open(path, O_RDONLY | O_CLOEXEC));
    if (worker->status < 0) {
        fail("%s is not there", path);
    }
}

static void give(struct worker *worker, enum state state)
{
    pthread_mutex_lock(&worker->lock);
    worker->state = state;
    pthread_cond_signal(&worker->given);
    pthread_mutex_unlock(&worker->lock);
}

bool worker_begin(const struct call *call, const struct operation *operation)
{
    struct worker *worker = &workers[call->thread];
    if (worker->exists && worker->state != IDLE) {
        tell_unsupported("a call of thread %d while it is in another", call->thread);
        return false;
    }
    if (!worker->exists) {
        start(worker);
    }
    worker->call = *call;
    worker->operation = operation;
    json_incref(call->fields);
    give(worker, BEGUN);
    return true;
}

/* Whether the kernel says that a task sleeps (proc(5), the third field of stat). */
static bool sleeps(const struct worker *worker)
{
    char text[256];
    ssize_t length = pread(worker->status, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    const char *name_end = strrchr(text, ')');
    return name_end && name_end[1] == ' ' && name_end[2] == 'S';
}

static bool is_settled(const struct worker *worker)
{
    if (worker->state == IDLE || worker->state == RETURNED) {
        return true;
    }
    sched_yield();
    return worker->state == IN_CALL && sleeps(worker);
}

static bool tell_returned(struct worker *worker)
{
    if (!worker->exists || worker->state != RETURNED) {
        return false;
    }
    tell_return(&worker->call, &worker->ending);
    json_decref(worker->call.fields);
    worker->state = IDLE;
    return true;
}

void workers_settle(void)
{
    uint64_t rings;
    int left = ROUNDS;
    do {
        for (int i = 0; i < MOST_THREADS; i++) {
            while (workers[i].exists && !is_settled(&workers[i])) {
            }
            left = tell_returned(&workers[i]) ? ROUNDS : left;
        }
        if (settle_time) {
            usleep(settle_time / ROUNDS / 1000);
        }
    } while (--left);
    (void)!read(bell, &rings, sizeof rings);
}

void workers_end(void)
{
    for (int i = 0; i < MOST_THREADS; i++) {
        struct worker *worker = &workers[i];
        if (!worker->exists) {
            continue;
        }
        while (worker->state == BEGUN || worker->state == IN_CALL) {
            pthread_kill(worker->thread, SIGNAL);
            usleep(100);
        }
        if (worker->state == RETURNED) {
            json_decref(worker->ending.fields);
            json_decref(worker->call.fields);
        }
        give(worker, ENDING);
        pthread_join(worker->thread, NULL);
        close(worker->status);
        worker->exists = false;
    }
}
