/*
 * An echo server with a thread per client and blocking calls: the oldest model, the shortest code.
 */
#include "peer.h"
#include <limits.h>
#include <pthread.h>

static void *serve(void *argument)
{
    int fd = (int)(intptr_t)argument;
    char buffer[BUFFER];
    echo(fd, buffer);
    close(fd);
    return NULL;
}

int main(int argc, char **argv)
{
    raise_descriptor_limit();
    int listener = listen_on_loopback(argc, argv, 0);

    /* 64 KiB of stack beside the buffer, which lives on it (the default is 8 MiB). */
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0 ||
        pthread_attr_setstacksize(&attributes, 2 * BUFFER) != 0 ||
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) != 0)
        die("pthread_attr");
    announce(listener);

    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            die("accept"); /* a peer out of descriptors measures nothing */
        }
        no_delay(fd);
        pthread_t thread;
        errno = pthread_create(&thread, &attributes, serve, (void *)(intptr_t)fd);
        if (errno)
            die("pthread_create");
    }
}
