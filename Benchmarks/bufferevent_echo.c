/*
 * An echo server as libevent's own documentation would write it: bufferevents, moved from input
 * to output without copying. One thread, its base without locks, libevent's default sizes.
 */
#include "peer.h"
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

static void readable(struct bufferevent *connection, void *context)
{
    (void)context;
    evbuffer_add_buffer(bufferevent_get_output(connection), bufferevent_get_input(connection));
}

static void drained(struct bufferevent *connection, void *context)
{
    (void)context;
    bufferevent_free(connection);
}

static void ended(struct bufferevent *connection, short what, void *context)
{
    (void)context;
    /* Half-close: all that is owed goes out before the connection goes. */
    if ((what & BEV_EVENT_EOF) && evbuffer_get_length(bufferevent_get_output(connection)) > 0) {
        bufferevent_disable(connection, EV_READ);
        bufferevent_setcb(connection, NULL, drained, ended, NULL);
    } else {
        bufferevent_free(connection);
    }
}

static void accepted(struct evconnlistener *listener, evutil_socket_t fd,
                     struct sockaddr *address, int size, void *base)
{
    (void)listener, (void)address, (void)size;
    no_delay(fd);
    struct bufferevent *connection = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
    if (!connection)
        die("bufferevent_socket_new");
    bufferevent_setcb(connection, readable, NULL, ended, NULL);
    if (bufferevent_enable(connection, EV_READ | EV_WRITE) < 0)
        die("bufferevent_enable");
}

static void failed(struct evconnlistener *listener, void *context)
{
    (void)listener, (void)context;
    die("accept"); /* a peer out of descriptors measures nothing */
}

int main(int argc, char **argv)
{
    raise_descriptor_limit();
    signal(SIGPIPE, SIG_IGN); /* bufferevents write with writev, which takes no MSG_NOSIGNAL */
    int fd = listen_on_loopback(argc, argv, SOCK_NONBLOCK);

    struct event_config *config = event_config_new();
    if (!config || event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK) < 0)
        die("event_config");
    struct event_base *base = event_base_new_with_config(config);
    if (!base)
        die("event_base");
    event_config_free(config);

    struct evconnlistener *listener = evconnlistener_new(
        base, accepted, base, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
    if (!listener)
        die("evconnlistener");
    evconnlistener_set_error_cb(listener, failed);
    announce(fd);
    event_base_dispatch(base);
    return EX_UNAVAILABLE; /* only an error ends the loop: SIGTERM leaves from its handler */
}
