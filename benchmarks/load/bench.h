// What the three files of the load client share.
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t u64;
typedef uint32_t u32;
enum { MOST_MESSAGES = 1 << 20, MOST = 32 };
enum kind { READER, PUBLISHER, POSTER };
enum state { CONNECTING, HANDSHAKE, OPEN, GONE };

struct place { char host[64], port[8], path[512]; };
struct line { // one connection
  int fd, index, ready, waiting; // waiting: a POST without its answer
  enum kind kind;
  enum state state;
  struct place *place;
  char *in, *out;
  u32 in_size, in_room, out_size, out_sent, last;
};
struct wishes {
  struct place places[MOST], pub_place;
  int n_places, readers, together, pub_conns, first, busy, pids[MOST], n_pids, aux[MOST], n_aux;
  const char *pub, *pub_path, *hello, *pub_hello, *ready, *body, *headers[MOST], *pub_headers[MOST];
  int n_headers, n_pub_headers, n_texts;
  char **texts; // --lines, one for each connection
  u32 window;
  double rate, seconds, warm, grace, hold, setup;
};
struct usage { double cpu; long kb; };

extern struct wishes w;
extern struct line *lines;
extern int n_lines, n_open, n_ready, n_failed, n_closed, readers_open, measuring;
extern u64 *published, *reached, deliveries, wrong_order, bytes_read, last_delivery, posts_refused, idle;
extern u32 *heard, next_seq, first_seq;

u64 now(void);
void die(const char *why, const char *what);
char *filled(const char *text, const char *key, const char *value); // every {key} replaced; to be freed
struct place placed(const char *url);

void begin_lines(void);
void start(struct line *l);
void end(struct line *l);
void pump(int milliseconds);
void say(struct line *l, const char *text);
void post(struct line *l, const char *text);

struct usage used(int *pids, int n);
double own_cpu(void);
void note(u64 nanoseconds); // one delivery took so long
double share_ms(double share); // the delay below which this share of deliveries stayed
