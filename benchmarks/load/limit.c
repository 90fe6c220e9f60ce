// The limit of the machine: one epoll loop that writes a ready frame to every socket, and does nothing else.
//
// Who connects to /ws/pub publishes; everybody else reads. run: ./limit PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 20480, HANDSHAKE = 1, OPEN = 2 };
static struct { int state, publishes; unsigned n; char *kept; } lines[MOST];
static int readers[MOST], n_readers, ep;
static const char welcome[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"; // to the client's one key

static void drop(int fd) {
  for (int i = 0; i < n_readers; i++)
    if (readers[i] == fd) { readers[i] = readers[--n_readers]; break; }
  close(fd);
  lines[fd].state = 0, lines[fd].n = 0;
}
static void broadcast(const char *text, unsigned n) {
  static char frame[70000];
  unsigned head = n < 126 ? 2 : 4;
  frame[0] = (char)0x81, frame[1] = (char)(n < 126 ? n : 126);
  if (head == 4) frame[2] = (char)(n >> 8), frame[3] = (char)n;
  memcpy(frame + head, text, n);
  for (int i = 0; i < n_readers; i++)
    while (send(readers[i], frame, n + head, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno == EAGAIN) {
      struct pollfd full = {readers[i], POLLOUT, 0};
      poll(&full, 1, 1000);
    }
}
static char *shake(int fd, char *p) {
  char *stop = strstr(p, "\r\n\r\n");
  if (!stop) return p;
  lines[fd].publishes = !strncmp(p, "GET /ws/pub", 11);
  lines[fd].state = OPEN;
  if (send(fd, welcome, sizeof welcome - 1, MSG_NOSIGNAL) < 0) return p;
  if (!lines[fd].publishes) readers[n_readers++] = fd;
  return stop + 4;
}
static void hear(int fd) {
  static char room[131072];
  unsigned n = lines[fd].n;
  if (n) memcpy(room, lines[fd].kept, n);
  ssize_t k = recv(fd, room + n, sizeof room - n - 1, MSG_DONTWAIT);
  if (k <= 0) {
    if (k == 0 || errno != EAGAIN) drop(fd);
    return;
  }
  room[n += (unsigned)k] = 0;
  char *p = lines[fd].state == HANDSHAKE ? shake(fd, room) : room;
  unsigned left = (unsigned)(room + n - p);
  while (lines[fd].state == OPEN && left >= 8) {
    unsigned size = p[1] & 127, head = 6;
    if (size == 126) size = (unsigned)(unsigned char)p[2] << 8 | (unsigned char)p[3], head = 8;
    if (left < head + size) break;
    for (unsigned i = 0; i < size; i++) p[head + i] ^= p[head - 4 + (i & 3)];
    if (lines[fd].publishes && (p[0] & 15) == 1) broadcast(p + head, size);
    p += head + size, left -= head + size;
  }
  if (left) lines[fd].kept = realloc(lines[fd].kept, left), memcpy(lines[fd].kept, p, left);
  lines[fd].n = left;
}
static void welcome_all(int door) {
  int fd, one = 1;
  while ((fd = accept4(door, 0, 0, SOCK_NONBLOCK)) >= 0) {
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
    lines[fd].state = HANDSHAKE, lines[fd].n = 0;
  }
}
int main(int argc, char **argv) {
  int one = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  a.sin_port = htons(argc > 1 ? atoi(argv[1]) : 8000);
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(door, (void *)&a, sizeof a) || listen(door, 1024)) return perror("bind"), 1;
  ep = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = door}, happened[256];
  epoll_ctl(ep, EPOLL_CTL_ADD, door, &e);
  for (;;) {
    int n = epoll_wait(ep, happened, 256, -1);
    for (int i = 0; i < n; i++)
      if (happened[i].data.fd == door) welcome_all(door);
      else hear(happened[i].data.fd);
  }
}
