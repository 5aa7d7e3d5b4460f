/*
 * The peer that all others are measured against: an echo server on epoll and nothing else.
 *
 * Level-triggered, one thread. One recv and one send per readiness event, straight from one shared
 * buffer; a connection owns no memory unless the kernel would not take its whole reply.
 */
#include "peer.h"
#include <sys/epoll.h>

/* What a connection still owes, kept only while it owes something. */
struct pending {
    size_t start, end;
    char bytes[];
};

static struct pending **pending; /* by descriptor */
static int epoll;

static void control(int operation, int fd, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(epoll, operation, fd, &event) < 0)
        die("epoll_ctl");
}

/* Closing also takes the descriptor out of the epoll set. */
static void drop(int fd)
{
    free(pending[fd]);
    pending[fd] = NULL;
    close(fd);
}

static void accept_all(int listener)
{
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            no_delay(fd);
            control(EPOLL_CTL_ADD, fd, EPOLLIN);
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            die("accept"); /* a peer out of descriptors measures nothing */
        }
    }
}

/* Keeps what the kernel did not take, and reads no more until it has: back-pressure. */
static void keep(int fd, const char *bytes, size_t count)
{
    struct pending *rest = malloc(sizeof *rest + count);
    if (!rest)
        die("malloc");
    rest->start = 0;
    rest->end = count;
    memcpy(rest->bytes, bytes, count);
    pending[fd] = rest;
    control(EPOLL_CTL_MOD, fd, EPOLLOUT);
}

static void readable(int fd)
{
    static char buffer[BUFFER];
    ssize_t got = recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) {
        /* Nothing is read while anything is owed, so at the end of input all has been sent: a
           client that half-closed has its last byte by the time this closes. */
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
            drop(fd);
        return;
    }
    ssize_t sent = send(fd, buffer, (size_t)got, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno != EAGAIN && errno != EINTR) {
            drop(fd);
            return;
        }
        sent = 0;
    }
    if (sent < got)
        keep(fd, buffer + sent, (size_t)(got - sent));
}

static void writable(int fd)
{
    struct pending *rest = pending[fd];
    ssize_t sent = send(fd, rest->bytes + rest->start, rest->end - rest->start, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno != EAGAIN && errno != EINTR)
            drop(fd);
        return;
    }
    rest->start += (size_t)sent;
    if (rest->start == rest->end) {
        free(rest);
        pending[fd] = NULL;
        control(EPOLL_CTL_MOD, fd, EPOLLIN);
    }
}

int main(int argc, char **argv)
{
    pending = calloc(raise_descriptor_limit(), sizeof *pending);
    int listener = listen_on_loopback(argc, argv, SOCK_NONBLOCK);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!pending || epoll < 0)
        die("start");
    control(EPOLL_CTL_ADD, listener, EPOLLIN);
    announce(listener);

    struct epoll_event events[512];
    for (;;) {
        int count = epoll_wait(epoll, events, 512, -1);
        if (count < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            /* An error or a hang-up shows in the call that meets it. */
            if (fd == listener)
                accept_all(fd);
            else if (pending[fd])
                writable(fd);
            else
                readable(fd);
        }
    }
}
