// The connections of the load client: handshake, frames, and what is recognised inside them.
#include "bench.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { ROOM = 1 << 18 };
static int ep;
static char buffer[ROOM + 16];
struct line *lines;
int n_lines, n_open, n_ready, n_failed, n_closed, readers_open, measuring;
u64 *published, *reached, deliveries, wrong_order, bytes_read, last_delivery, posts_refused, idle;
u32 *heard, next_seq = 1, first_seq = 1;

void begin_lines(void) {
  ep = epoll_create1(EPOLL_CLOEXEC);
  published = calloc(MOST_MESSAGES, 8), reached = calloc(MOST_MESSAGES, 8), heard = calloc(MOST_MESSAGES, 4);
}
static void watch(struct line *l, u32 events, int how) {
  struct epoll_event e = {.events = events, .data.ptr = l};
  epoll_ctl(ep, how, l->fd, &e);
}
void end(struct line *l) {
  if (l->state == GONE) return;
  if (l->state != OPEN) n_failed++;
  else n_closed++, readers_open -= l->kind == READER;
  l->state = GONE;
  struct linger at_once = {1, 0};
  setsockopt(l->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(l->fd);
}
void start(struct line *l) {
  int one = 1;
  if ((l->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) < 0) die("socket", strerror(errno));
  setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(l->place->port))};
  if (inet_pton(AF_INET, l->place->host, &a.sin_addr) != 1 || ntohl(a.sin_addr.s_addr) >> 24 != 127)
    die("only the loopback is loaded, not", l->place->host);
  l->state = CONNECTING;
  if (connect(l->fd, (void *)&a, sizeof a) && errno != EINPROGRESS) die("connect", strerror(errno));
  watch(l, EPOLLIN | EPOLLOUT, EPOLL_CTL_ADD);
}

// ---- out
static void flush(struct line *l) {
  while (l->out_sent < l->out_size) {
    ssize_t k = send(l->fd, l->out + l->out_sent, l->out_size - l->out_sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (k < 0 && errno == EAGAIN) { watch(l, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD); return; }
    if (k < 0) { end(l); return; }
    l->out_sent += (u32)k;
  }
  l->out_size = l->out_sent = 0;
}
static void add(struct line *l, const void *bytes, u32 n) {
  l->out = realloc(l->out, l->out_size + n);
  memcpy(l->out + l->out_size, bytes, n);
  l->out_size += n;
}
static void frame(struct line *l, int kind, const char *bytes, u32 n) { // masked by zeros: legal, and cheap
  unsigned char h[14] = {(unsigned char)(0x80 | kind), (unsigned char)(0x80 | n)};
  int k = 2;
  if (n > 125 && n < 65536) h[1] = 0x80 | 126, h[2] = n >> 8, h[3] = n & 255, k = 4;
  else if (n >= 65536) {
    h[1] = 0x80 | 127, k = 10;
    for (int i = 0; i < 8; i++) h[2 + i] = (unsigned char)((u64)n >> (56 - 8 * i));
  }
  memset(h + k, 0, 4);
  add(l, h, (u32)k + 4), add(l, bytes, n);
  flush(l);
}
static char *own(struct line *l, const char *text) { // this connection's own words
  char number[16];
  snprintf(number, sizeof number, "%d", l->index);
  char *named = filled(text, "i", number);
  char *whole = filled(named, "line", w.n_texts ? w.texts[l->index % w.n_texts] : "");
  free(named);
  return whole;
}
void say(struct line *l, const char *text) { frame(l, 1, text, (u32)strlen(text)); }
static void headers(struct line *l) {
  const char **h = l->kind == READER ? w.headers : w.pub_headers;
  for (int i = 0, n = l->kind == READER ? w.n_headers : w.n_pub_headers; i < n; i++) {
    char *text = own(l, h[i]);
    add(l, text, (u32)strlen(text)), add(l, "\r\n", 2);
    free(text);
  }
  add(l, "\r\n", 2);
}
static void shake(struct line *l) {
  char text[2048], *path = own(l, l->place->path), *host = l->place->host, *port = l->place->port;
  int n = snprintf(text, sizeof text,
                   "GET %s HTTP/1.1\r\nHost: %s:%s\r\nOrigin: http://%s:%s\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                   path, host, port, host, port);
  free(path);
  add(l, text, (u32)n), headers(l), flush(l);
}
void post(struct line *l, const char *body) {
  char text[2048];
  int n = snprintf(text, sizeof text,
                   "POST %s HTTP/1.1\r\nHost: %s:%s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n",
                   l->place->path, l->place->host, l->place->port, strlen(body));
  l->waiting = 1;
  add(l, text, (u32)n), headers(l), add(l, body, (u32)strlen(body)), flush(l);
}

// ---- in
static u32 token_at(const char *p) { // "zq", eight hexadecimal digits, "qz": it survives every escaping
  u32 seq = 0;
  if (p[1] != 'q' || p[10] != 'q' || p[11] != 'z') return 0;
  for (int i = 2; i < 10; i++) {
    int c = p[i], v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
    if (v == 16) return 0;
    seq = seq << 4 | (u32)v;
  }
  return seq < next_seq ? seq : 0;
}
static void deliver(struct line *l, u32 seq, u64 at) {
  if (seq <= l->last) wrong_order++;
  else l->last = seq;
  heard[seq]++, reached[seq] = at;
  if (measuring && seq >= first_seq) deliveries++, last_delivery = at, note(at - published[seq]);
}
static void look(struct line *l, const char *p, u32 n, u64 at) {
  const char *stop = p + n;
  u32 before = 0; // a token told twice in one frame is one delivery
  if (w.ready && !l->ready && memmem(p, n, w.ready, strlen(w.ready))) l->ready = 1, n_ready++;
  while (p + 12 <= stop && (p = memchr(p, 'z', (size_t)(stop - p) - 11))) {
    u32 seq = token_at(p);
    if (!seq) { p++; continue; }
    if (seq != before) deliver(l, before = seq, at);
    p += 12;
  }
}
static u32 frames(struct line *l, char *p, u32 n, u64 at) { // how much was taken; the line may end
  u32 i = 0;
  while (n - i >= 2) {
    u64 size = p[i + 1] & 127;
    u32 head = size == 126 ? 4 : size == 127 ? 10 : 2;
    if (n - i < head) break;
    if (head > 2) size = 0;
    for (u32 k = 2; k < head; k++) size = size << 8 | (unsigned char)p[i + k];
    if ((u64)(n - i) < head + size) break;
    int kind = p[i] & 15;
    if (kind == 8) { end(l); return n; }
    if (kind == 9) frame(l, 10, p + i + head, (u32)size);
    else if (kind < 3 && l->kind == READER) {
      if (measuring) bytes_read += head + size;
      look(l, p + i + head, (u32)size, at);
    }
    i += head + (u32)size;
  }
  return i;
}
static u32 answers(struct line *l, char *p, u32 n) { // plain HTTP with a Content-Length
  char *stop = memmem(p, n, "\r\n\r\n", 4);
  if (!stop) return 0;
  *stop = 0;
  char *length = strcasestr(p, "\r\ncontent-length:");
  u32 whole = (u32)(stop + 4 - p) + (length ? (u32)atol(length + 17) : 0);
  int code = atoi(p + 9);
  *stop = '\r';
  if (n < whole) return 0;
  if (code < 200 || code >= 400) {
    if (!posts_refused++) fprintf(stderr, "refused: %.*s\n", (int)(n > 600 ? 600 : n), p);
  }
  l->waiting = 0;
  return whole;
}
static u32 welcomed(struct line *l, char *p, u32 n) {
  char *stop = memmem(p, n, "\r\n\r\n", 4);
  if (!stop) return 0;
  if (n < 12 || memcmp(p + 9, "101", 3)) { fprintf(stderr, "refused: %.*s\n", (int)(n > 300 ? 300 : n), p); end(l); return n; }
  l->state = OPEN, n_open++, readers_open += l->kind == READER;
  const char *hello = l->kind == PUBLISHER ? w.pub_hello : w.hello;
  if (hello) {
    char *text = own(l, hello);
    say(l, text);
    free(text);
  }
  return (u32)(stop + 4 - p);
}
static void hear(struct line *l) {
  u32 before = l->in_size;
  if (before + ROOM / 2 > ROOM) die("a frame larger than the buffer", "");
  memcpy(buffer, l->in, before);
  ssize_t k = recv(l->fd, buffer + before, ROOM - before, MSG_DONTWAIT);
  if (k < 0 && errno == EAGAIN) return;
  if (k <= 0) { end(l); return; }
  u64 at = now();
  u32 n = before + (u32)k, taken = 0;
  if (l->state == HANDSHAKE) taken = welcomed(l, buffer, n);
  if (l->state == OPEN && l->kind == POSTER) taken = answers(l, buffer, n);
  else if (l->state == OPEN) taken += frames(l, buffer + taken, n - taken, at);
  if (l->state == GONE) return;
  l->in_size = n - taken;
  if (l->in_size > l->in_room) l->in = realloc(l->in, l->in_room = l->in_size + 256);
  if (l->in_size) memcpy(l->in, buffer + taken, l->in_size);
}
static void write_on(struct line *l) {
  watch(l, EPOLLIN, EPOLL_CTL_MOD);
  if (l->state != CONNECTING) { flush(l); return; }
  int trouble = 0;
  socklen_t size = sizeof trouble;
  getsockopt(l->fd, SOL_SOCKET, SO_ERROR, &trouble, &size);
  if (trouble) end(l);
  else if (l->kind == POSTER) l->state = OPEN, n_open++;
  else l->state = HANDSHAKE, shake(l);
}
void pump(int milliseconds) {
  struct epoll_event happened[512];
  u64 since = w.busy ? now() : 0;
  int n = epoll_wait(ep, happened, 512, w.busy && measuring ? 0 : milliseconds);
  if (w.busy && n <= 0) idle += now() - since;
  for (int i = 0; i < n; i++) {
    struct line *l = happened[i].data.ptr;
    if (l->state != GONE && happened[i].events & EPOLLOUT) write_on(l);
    if (l->state != GONE && happened[i].events & ~(u32)EPOLLOUT) hear(l);
  }
}
