/*
 * Echoes each chunk after a delay that is known by construction: the n-th chunk that arrives waits
 * FIRST + n % COUNT milliseconds, and leaves within microseconds of its time, because the process
 * spins for the last of it. For testing clocks of clients, not for speed.
 *
 * A machine that takes the core away makes it late all the same. So it takes the time from recv to
 * send of every chunk, and writes them, in nanoseconds, to the file named in DELAYS when it ends.
 */
#include "peer.h"
#include <sys/epoll.h>

enum { FIRST = 20, COUNT = 75, PENDING = 4096, SPIN = 1500000, MOST = 1000000 };

struct reply {
    int fd;
    uint64_t received, due;
    ssize_t size;
    char bytes[256];
};

static struct reply pending[PENDING];
static size_t count;
static uint64_t delays[MOST];
static size_t made;
static volatile sig_atomic_t must_end;

static void end(int signal)
{
    (void)signal;
    must_end = 1;
}

static int write_delays(void)
{
    const char *path = getenv("DELAYS");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file)
        return path ? EX_CANTCREAT : 0;
    for (size_t i = 0; i < made; i++)
        fprintf(file, "%llu\n", (unsigned long long)delays[i]);
    return fclose(file) == 0 ? 0 : EX_IOERR;
}

/* The earliest of them, or count: a hundred or so are searched faster than a heap is written. */
static size_t earliest(void)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (pending[i].due < pending[best].due)
            best = i;
    return best;
}

static void take(int fd)
{
    static uint64_t number;
    if (count == PENDING) {
        fprintf(stderr, "more than %d replies pending\n", PENDING);
        exit(EX_SOFTWARE);
    }
    struct reply *reply = &pending[count];
    ssize_t got = recv(fd, reply->bytes, sizeof reply->bytes, 0);
    if (got > 0) {
        uint64_t delay = (FIRST + number++ % COUNT) * 1000000u;
        reply->fd = fd;
        reply->received = nanoseconds(CLOCK_MONOTONIC);
        reply->due = reply->received + delay;
        reply->size = got;
        count++;
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(fd);
    }
}

int main(int argc, char **argv)
{
    int listener = listen_on_loopback(argc, argv, SOCK_NONBLOCK);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) < 0)
        die("epoll");
    signal(SIGTERM, end);
    announce(listener);
    while (!must_end) {
        int wait = -1;
        if (count > 0) {
            uint64_t now = nanoseconds(CLOCK_MONOTONIC), due = pending[earliest()].due;
            wait = due > now + SPIN ? (int)((due - now - SPIN) / 1000000u) : 0;
        }
        struct epoll_event ready[64];
        int events = epoll_wait(epoll, ready, 64, wait);
        for (int i = 0; i < events; i++) {
            if (ready[i].data.fd != listener) {
                take(ready[i].data.fd);
                continue;
            }
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0)
                continue;
            no_delay(fd);
            event = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
            if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
                die("epoll_ctl");
        }
        while (count > 0) {
            size_t first = earliest();
            if (pending[first].due > nanoseconds(CLOCK_MONOTONIC))
                break;
            if (send(pending[first].fd, pending[first].bytes, (size_t)pending[first].size,
                     MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET && errno != EBADF)
                die("send");
            if (made < MOST)
                delays[made++] = nanoseconds(CLOCK_MONOTONIC) - pending[first].received;
            pending[first] = pending[--count];
        }
    }
    return write_delays();
}
