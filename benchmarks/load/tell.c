// What the load client notes of the servers and of time.
#include "bench.h"
#include <stdarg.h>
#include <sys/resource.h>

enum { STEPS = 4096 }; // 64 steps for each power of two of microseconds
static u64 delays[STEPS], noted;

u64 now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (u64)t.tv_sec * 1000000000ull + (u64)t.tv_nsec;
}
void die(const char *why, const char *what) {
  fprintf(stderr, "%s %s\n", why, what);
  exit(2);
}
char *filled(const char *text, const char *key, const char *value) {
  size_t k = strlen(key), v = strlen(value), n = 0;
  char *out = malloc(strlen(text) * (v + 2) + 1);
  while (*text) {
    if (*text == '{' && !strncmp(text + 1, key, k) && text[k + 1] == '}') memcpy(out + n, value, v), n += v, text += k + 2;
    else out[n++] = *text++;
  }
  out[n] = 0;
  return out;
}
struct place placed(const char *url) {
  struct place p = {.path = "/"};
  if (sscanf(url, "%*[a-z]://%63[^:/]:%7[0-9]%511s", p.host, p.port, p.path) < 2) die("not an address with a port:", url);
  return p;
}
struct usage used(int *pids, int n) {
  struct usage sum = {0, 0};
  for (int i = 0; i < n; i++) {
    clockid_t clock;
    struct timespec t;
    char path[64];
    long pages = 0, shared = 0; // a file in shared memory is no burden of the connections
    if (clock_getcpuclockid(pids[i], &clock) || clock_gettime(clock, &t)) die("a server has ended", "");
    sum.cpu += (double)t.tv_sec + (double)t.tv_nsec / 1e9;
    snprintf(path, sizeof path, "/proc/%d/statm", pids[i]);
    FILE *f = fopen(path, "r");
    if (f && fscanf(f, "%*d %ld %ld", &pages, &shared) == 2) sum.kb += (pages - shared) * (sysconf(_SC_PAGESIZE) / 1024);
    if (f) fclose(f);
  }
  return sum;
}
double own_cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
void note(u64 nanoseconds) {
  u64 us = nanoseconds / 1000;
  int power = us < 64 ? 0 : 63 - __builtin_clzll(us), step = us < 64 ? (int)us : ((power - 5) << 6) + (int)(us >> (power - 6) & 63);
  delays[step < STEPS ? step : STEPS - 1]++, noted++;
}
double share_ms(double share) {
  u64 sofar = 0;
  for (int i = 0; i < STEPS; i++)
    if (delays[i] && (sofar += delays[i]) >= (u64)(share * (double)noted))
      return i < 64 ? i / 1e3 : (double)((u64)(64 + (i & 63)) << ((i >> 6) - 1)) / 1e3;
  return 0;
}
