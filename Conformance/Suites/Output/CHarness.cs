namespace Wakeline.Conformance.Suites.Output;

/// <summary>
/// What a program of C begins with. Nothing in it depends on how fast the machine is: between two calls all happens
/// that the first has brought, and a case has ports that nobody has used lately.
/// </summary>
internal static class CHarness
{
    /// <summary>The text.</summary>
    public const string Text = """
        /* Generated from the specification by wakeline. Build: cc -Wall -o calls calls.c */
        #define _GNU_SOURCE
        #include <arpa/inet.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <netinet/tcp.h>
        #include <poll.h>
        #include <sched.h>
        #include <signal.h>
        #include <stdio.h>
        #include <string.h>
        #include <sys/epoll.h>
        #include <sys/socket.h>
        #include <unistd.h>

        /* Some calls have arguments that are wrong on purpose. */
        #if defined(__GNUC__) && !defined(__clang__)
        #pragma GCC diagnostic ignored "-Wstringop-overflow"
        #endif

        enum { DESCRIPTORS = 64, PORTS = 8, ROUNDS = 8, SECONDS = 60 };

        static char memory[1 << 17];
        static struct sockaddr_in loopback;
        static int ports;
        static int echo;

        #define buffer ((void *)memory)
        #define address (*(struct sockaddr *)&loopback)

        static void place(int host, int port)
        {
            memset(&loopback, 0, sizeof loopback);
            loopback.sin_family = AF_INET;
            loopback.sin_port = htons(port == 0 ? 0 : ports + port);
            loopback.sin_addr.s_addr = htonl((127u << 24) + host);
        }

        /* Whether a port is nobody's, also not of a connection that has ended lately. */
        static int is_free(int port)
        {
            int probe = socket(AF_INET, SOCK_STREAM, 0);
            place(0, port);
            loopback.sin_addr.s_addr = htonl(INADDR_ANY);
            int result = bind(probe, &address, sizeof address);
            close(probe);
            return result == 0;
        }

        /* The ports of a case are its own, so that it meets nothing that another has left. */
        static void reserve(void)
        {
            static int next = -1;
            int found = 0;
            if (next < 0)
                next = getpid();
            while (!found) {
                ports = 10000 + next++ % 2500 * PORTS;
                found = 1;
                for (int port = 1; found && port < PORTS; port++)
                    found = is_free(port);
            }
        }

        /*
         * Lets all happen that a call has brought: acknowledgments that wait go, and what was queued on this processor
         * before a datagram has been taken when that comes back. What it brings in turn is queued behind; hence rounds.
         */
        static void settle(void)
        {
            int on = 1;
            char octet = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int descriptor = 3; descriptor < DESCRIPTORS; descriptor++)
                    setsockopt(descriptor, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
                if (send(echo, &octet, 1, 0) == 1)
                    recv(echo, &octet, 1, 0);
            }
        }

        static int check(const char *call, long result, long value, int error)
        {
            int found = errno;
            settle();
            if (result == value && (result != -1 || found == error))
                return 1;
            printf("# %s\n#   expected %ld%s%s, got %ld%s%s\n", call, value, value == -1 ? " " : "",
                value == -1 ? strerror(error) : "", result, result == -1 ? " " : "",
                result == -1 ? strerror(found) : "");
            return 0;
        }

        static int opened(const char *call, long result)
        {
            int found = errno;
            settle();
            if (result >= 0)
                return 1;
            printf("# %s\n#   expected a descriptor, got %ld %s\n", call, result, strerror(found));
            return 0;
        }

        static int end(int good)
        {
            struct linger reset = { 1, 0 };
            for (int descriptor = 3; descriptor < DESCRIPTORS; descriptor++) {
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
                close(descriptor);
            }
            alarm(SECONDS);
            return good;
        }

        static void interrupt(int number)
        {
            (void)number;
        }

        static void begin(void)
        {
            cpu_set_t here;
            struct sigaction late = { .sa_handler = interrupt };
            socklen_t length = sizeof loopback;
            int datagrams = socket(AF_INET, SOCK_DGRAM, 0);

            /* A call that sleeps for ever ends with EINTR, and its case with it. */
            sigaction(SIGALRM, &late, NULL);
            signal(SIGPIPE, SIG_IGN);
            alarm(SECONDS);
            setvbuf(stdout, NULL, _IOLBF, 0);
            CPU_ZERO(&here);
            CPU_SET(sched_getcpu(), &here);
            sched_setaffinity(0, sizeof here, &here);

            /* Descriptors of cases begin at 3. */
            echo = fcntl(datagrams, F_DUPFD, DESCRIPTORS);
            close(datagrams);
            place(1, 0);
            bind(echo, &address, sizeof address);
            getsockname(echo, &address, &length);
            connect(echo, &address, sizeof address);
        }


        """;
}
