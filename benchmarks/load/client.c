// The load client: N readers of a room, somebody who publishes, and one JSON object that says how it went.
//
//   --url ws://127.0.0.1:PORT/PATH  where readers connect; repeated, they take turns
//   --readers N
//   --together C                    connections being opened at one time
//   --header 'K: V' --hello TEXT    of each reader; {i} is its number, {line} its line of --lines FILE
//   --ready MARK                    a reader is in once it got a frame with this in it
//   --first K                       a reader's cost is counted after the first K
//   --pub ws|http|none --pub-path P --pub-conns K --pub-header 'K: V' --pub-hello TEXT
//   --body TEXT                     with {token}, by which a message is recognised, {seq} and {uuid}
//   --rate R | --window W           messages a second | messages on their way at one time
//   --warm S --seconds S --grace S  before measuring, measuring, waiting for what is still on its way
//   --hold S                        stay so long once all are in
//   --busy                          never sleep: the servers' core pays for no wake-up
//   --pid P --aux-pid P             whose CPU and memory is counted; a second account, for Valkey
//
// build: cc -O2 -o client client.c lines.c tell.c
#include "bench.h"
#include <sys/resource.h>

struct wishes w = {.readers = 100, .together = 64, .pub_conns = 1, .pub = "ws", .pub_path = "/ws/pub", .window = 16,
                   .seconds = 3, .warm = 0.5, .grace = 20, .setup = 60, .first = 0};
static struct line *publishers;
static int n_publishers, turn;

static void read_lines(const char *path) {
  FILE *f = fopen(path, "r");
  char *line = NULL;
  size_t room = 0;
  if (!f) die("cannot read", path);
  while (getline(&line, &room, f) > 0) {
    line[strcspn(line, "\r\n")] = 0;
    w.texts = realloc(w.texts, sizeof(char *) * (size_t)(w.n_texts + 1));
    w.texts[w.n_texts++] = strdup(line);
  }
  fclose(f);
}
static int number(const char *name, const char *value) {
  struct { const char *name; double *where; } reals[] = {
      {"--rate", &w.rate}, {"--seconds", &w.seconds}, {"--warm", &w.warm},
      {"--grace", &w.grace}, {"--hold", &w.hold}, {"--setup", &w.setup}};
  struct { const char *name; int *where; } whole[] = {
      {"--readers", &w.readers}, {"--together", &w.together}, {"--pub-conns", &w.pub_conns},
      {"--first", &w.first}, {"--window", (int *)&w.window}};
  struct { const char *name; const char **where; } words[] = {
      {"--pub", &w.pub}, {"--pub-path", &w.pub_path}, {"--hello", &w.hello},
      {"--pub-hello", &w.pub_hello}, {"--ready", &w.ready}, {"--body", &w.body}};
  for (int i = 0; i < 6; i++) if (!strcmp(name, reals[i].name)) return *reals[i].where = atof(value), 1;
  for (int i = 0; i < 5; i++) if (!strcmp(name, whole[i].name)) return *whole[i].where = atoi(value), 1;
  for (int i = 0; i < 6; i++) if (!strcmp(name, words[i].name)) return *words[i].where = value, 1;
  return 0;
}
static int listed(const char *name, const char *value) {
  if (w.n_places >= MOST || w.n_headers >= MOST || w.n_pub_headers >= MOST || w.n_pids >= MOST) die("too many of", name);
  if (!strcmp(name, "--url")) w.places[w.n_places++] = placed(value);
  else if (!strcmp(name, "--header")) w.headers[w.n_headers++] = value;
  else if (!strcmp(name, "--pub-header")) w.pub_headers[w.n_pub_headers++] = value;
  else if (!strcmp(name, "--pid")) w.pids[w.n_pids++] = atoi(value);
  else if (!strcmp(name, "--aux-pid")) w.aux[w.n_aux++] = atoi(value);
  else if (!strcmp(name, "--lines")) read_lines(value);
  else return 0;
  return 1;
}
static void read_wishes(int n, char **v) {
  for (int i = 1; i < n; i++) {
    if (!strcmp(v[i], "--busy")) { w.busy = 1; continue; }
    if (i + 1 == n || !(number(v[i], v[i + 1]) || listed(v[i], v[i + 1]))) die("not understood:", v[i]);
    i++;
  }
  if (!w.n_places) die("no", "--url");
  w.pub_place = w.places[0];
  snprintf(w.pub_place.path, sizeof w.pub_place.path, "%s", w.pub_path);
}
static void open_lines(void) {
  n_publishers = strcmp(w.pub, "none") ? w.pub_conns : 0;
  n_lines = w.readers + n_publishers;
  lines = calloc((size_t)n_lines, sizeof *lines);
  publishers = lines + w.readers;
  for (int i = 0; i < n_lines; i++) {
    struct line *l = &lines[i];
    int pub = l >= publishers;
    l->index = pub ? (int)(l - publishers) : i;
    l->kind = !pub ? READER : strcmp(w.pub, "http") ? PUBLISHER : POSTER;
    l->place = pub ? &w.pub_place : &w.places[i % w.n_places];
  }
}
static void connect_upto(int many, u64 until) {
  static int started;
  while (n_open + n_failed < many && now() < until) {
    while (started < many && started - n_open - n_failed < w.together) start(&lines[started++]);
    pump(100);
  }
  int wanted = many < w.readers ? many : w.readers;
  while (w.ready && n_ready + n_failed + n_closed < wanted && now() < until) pump(50);
}
static void wait_for(double seconds) {
  for (u64 until = now() + (u64)(seconds * 1e9); now() < until;) pump(20);
}
static int publish(void) {
  struct line *l = NULL;
  for (int k = 0; k < n_publishers && !l; k++) {
    struct line *next = &publishers[turn++ % n_publishers];
    if (next->state == OPEN && !next->waiting && !next->out_size) l = next;
  }
  if (!l || next_seq >= MOST_MESSAGES - 1) return 0;
  char token[16], seq[16], uuid[40];
  snprintf(token, sizeof token, "zq%08xqz", next_seq);
  snprintf(seq, sizeof seq, "%u", next_seq);
  snprintf(uuid, sizeof uuid, "%08x-0000-4000-8000-%012llx", next_seq, (unsigned long long)now() & 0xffffffffffffull);
  char *a = filled(w.body, "token", token), *b = filled(a, "seq", seq), *text = filled(b, "uuid", uuid);
  published[next_seq++] = now();
  if (l->kind == POSTER) post(l, text);
  else say(l, text);
  free(a), free(b), free(text);
  return 1;
}
static void publish_for(double seconds) { // as fast as the rate or the window allows, then until all has arrived
  u64 began = now(), sent = 0, until = began + (u64)(seconds * 1e9);
  u32 oldest = next_seq;
  for (u64 t; (t = now()) < until && readers_open;) {
    while (oldest < next_seq && heard[oldest] >= (u32)readers_open) oldest++;
    double due = (double)began + (double)sent * 1e9 / (w.rate > 0 ? w.rate : 1);
    int may = w.rate > 0 ? (double)t >= due : next_seq - oldest < w.window;
    if (may && publish()) { sent++, pump(0); continue; }
    double wait = w.rate > 0 && !may ? (due - (double)t) / 1e6 : 20;
    pump(wait < 1 ? 0 : wait > 20 ? 20 : (int)wait);
  }
  for (until = now() + (u64)(w.grace * 1e9); now() < until; pump(20)) {
    while (oldest < next_seq && heard[oldest] >= (u32)readers_open) oldest++;
    if (oldest == next_seq) break;
  }
}
static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}
static void tell_lasts(void) { // from publishing to the last reader
  u32 n = 0;
  double *last = calloc(next_seq - first_seq + 1, sizeof *last);
  for (u32 s = first_seq; s < next_seq; s++)
    if (readers_open && heard[s] >= (u32)readers_open) last[n++] = (double)(reached[s] - published[s]) / 1e6;
  qsort(last, n, sizeof *last, by_size);
  printf("\"complete\":%u,\"last_p50\":%.4f,\"last_p99\":%.4f,", n, n ? last[n / 2] : -1, n ? last[(u32)(n * 0.99)] : -1);
  free(last);
}
int main(int argc, char **argv) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  read_wishes(argc, argv);
  begin_lines(), open_lines();
  u64 began = now(), until = began + (u64)(w.setup * 1e9);
  connect_upto(w.first, until);
  if (w.first) wait_for(1);
  struct usage before = used(w.pids, w.n_pids);
  int counted = n_lines - w.first, first_open = n_open;
  u64 from = now();
  connect_upto(n_lines, until);
  double opening = (double)(now() - from) / 1e9;
  wait_for(0.3);
  struct usage in = used(w.pids, w.n_pids);
  wait_for(w.hold);
  double resting = w.hold > 0 ? (used(w.pids, w.n_pids).cpu - in.cpu) / w.hold : 0;
  if (n_publishers) publish_for(w.warm), wait_for(0.2);
  wrong_order = posts_refused = idle = 0, first_seq = next_seq, measuring = 1;
  struct usage s0 = used(w.pids, w.n_pids), a0 = used(w.aux, w.n_aux);
  double own = own_cpu();
  u64 t0 = now();
  if (n_publishers) publish_for(w.seconds);
  u64 t1 = last_delivery > t0 ? last_delivery : now();
  struct usage s1 = used(w.pids, w.n_pids), a1 = used(w.aux, w.n_aux);
  double took = (double)(t1 - t0) / 1e9, busy = w.busy ? (double)(now() - t0 - idle) / 1e9 : own_cpu() - own;
  double all = (double)(next_seq - first_seq) * w.readers, each = deliveries ? 1e6 / (double)deliveries : 0;
  printf("{\"readers\":%d,\"open\":%d,\"ready\":%d,\"failed\":%d,\"closed\":%d,\"opening\":%.4f,", w.readers, readers_open,
         n_ready, n_failed, n_closed, opening);
  printf("\"counted\":%d,\"conn_ms\":%.5f,\"conn_kb\":%.3f,\"kb\":%ld,\"open_kb\":%ld,\"end_kb\":%ld,", n_open - first_open,
         (in.cpu - before.cpu) * 1e3 / counted, (double)(in.kb - before.kb) / counted, before.kb, in.kb, s1.kb);
  printf("\"resting\":%.5f,", resting);
  tell_lasts();
  printf("\"sent\":%u,\"deliveries\":%llu,\"lost\":%.6f,\"wrong_order\":%llu,\"refused\":%llu,\"mb\":%.2f,\"took\":%.4f,",
         next_seq - first_seq, (unsigned long long)deliveries, all > 0 ? 1 - (double)deliveries / all : 0,
         (unsigned long long)wrong_order, (unsigned long long)posts_refused, (double)bytes_read / 1e6, took);
  printf("\"each_p50\":%.4f,\"each_p99\":%.4f,\"cpu\":%.5f,\"cpu_m\":%.5f,\"aux_m\":%.5f,\"per_s\":%.1f,", share_ms(0.5),
         share_ms(0.99), s1.cpu - s0.cpu, (s1.cpu - s0.cpu) * each, (a1.cpu - a0.cpu) * each, (double)deliveries / took);
  printf("\"server\":%.4f,\"client\":%.4f}\n", (s1.cpu - s0.cpu) / took, busy / took);
  return n_failed ? 1 : 0;
}
