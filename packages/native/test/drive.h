// Utilities of the programs that test our kernels with random input: the same seed gives the same input, and the first
// fault ends the program.
#pragma once

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <limits>
#include <random>
#include <vector>

namespace expgraph {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // In [0, below).
  int Below(int below) { return static_cast<int>(engine_() % static_cast<uint64_t>(below)); }
  int Between(int least, int most) { return least + Below(most - least + 1); }
  bool Chance(int percent) { return Below(100) < percent; }
  // In [0, 1).
  double Uniform() { return static_cast<double>(engine_() >> 11) / 9007199254740992.0; }
  double Number(double most) { return (Uniform() * 2 - 1) * most; }

  // Returns an unusual number.
  double Absurd() {
    static const double kinds[] = {NAN,           INFINITY,           -INFINITY, 1e300, -1e300, 2147483648.0,
                                   -2147483649.0, 9007199254740993.0, 0.5,       -0.0,  -1,     1e-310};
    return kinds[Below(sizeof kinds / sizeof *kinds)];
  }

  std::vector<float> Floats(size_t count, double most) {
    std::vector<float> values(count);
    for (float& value : values) value = static_cast<float>(Number(most));
    return values;
  }

 private:
  std::mt19937_64 engine_;
};

#define EXPECT(condition, ...)                                                                                    \
  do {                                                                                                            \
    if (!(condition)) {                                                                                           \
      fprintf(stderr, "%s:%d: call %ld, seed %lu: ", __FILE__, __LINE__, call, static_cast<unsigned long>(seed)); \
      fprintf(stderr, __VA_ARGS__);                                                                               \
      fprintf(stderr, "\n");                                                                                      \
      exit(1);                                                                                                    \
    }                                                                                                             \
  } while (false)

// Returns whether two numbers have the same bits, or both are NaN.
inline bool Same(float a, float b) {
  uint32_t bits_of_a, bits_of_b;
  memcpy(&bits_of_a, &a, sizeof a);
  memcpy(&bits_of_b, &b, sizeof b);
  return bits_of_a == bits_of_b || (isnan(a) && isnan(b));
}

// Runs PROGRAM CALLS SEED [FIRST]: calls `one` with separate random input, so that a call can be repeated alone.
template <typename One>
int Drive(int count, char** given, const char* kernel, const One& one) {
  const long calls = count > 1 ? strtol(given[1], nullptr, 10) : 1000;
  const long first = count > 3 ? strtol(given[3], nullptr, 10) : 0;
  const uint64_t seed = count > 2 ? strtoull(given[2], nullptr, 10) : 1;
  for (long call = first; call < first + calls; call += 1) {
    Random random(seed * 1000003 + static_cast<uint64_t>(call));
    one(random, call, seed);
  }
  printf("%s %ld\n", kernel, calls);
  return 0;
}

}  // namespace expgraph
