/*
 * An echo server with a process per client: fork(2), blocking calls, as old as the sockets.
 *
 * The parent does nothing but accept, fork and reap. A child holds its one connection and no
 * listener, so that it does not keep the port when the parent has ended.
 */
#include "peer.h"
#include <sys/prctl.h>
#include <sys/wait.h>

/* Static: a child has one client and one thread, and touches only the pages it fills. */
static char buffer[BUFFER];

/* One signal may stand for several children: all that have ended are reaped. */
static void on_sigchld(int signal)
{
    (void)signal;
    int before = errno;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = before;
}

int main(int argc, char **argv)
{
    raise_descriptor_limit();
    int listener = listen_on_loopback(argc, argv, 0);

    /* accept(2) is restarted; a child that is only stopped is none to be reaped. */
    struct sigaction reap = {.sa_handler = on_sigchld, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
    if (sigaction(SIGCHLD, &reap, NULL) < 0)
        die("sigaction");
    pid_t parent = getpid();
    announce(listener);

    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            die("accept"); /* a peer out of descriptors measures nothing */
        }
        no_delay(fd);
        pid_t child = fork();
        if (child < 0)
            die("fork"); /* one out of processes measures nothing either */
        if (child == 0) {
            close(listener);
            /* It ends with the parent, who may have ended before this was said. */
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() == parent)
                echo(fd, buffer);
            _exit(0);
        }
        close(fd);
    }
}
