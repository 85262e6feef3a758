// The arguments of the loops of recurrence.cc, which is compiled once for each instruction set.
#pragma once

#include <stdint.h>

#include "common/generated/enums.h"

namespace expgraph {

// Columns are padded to panels of this width, so that no loop has a remainder.
constexpr int kPanel = 16;
// Number of rows that are computed together.
constexpr int kChunk = 16;

constexpr int GatesOf(Cell cell) { return cell == Cell::kLstm ? 4 : cell == Cell::kSimple ? 1 : 3; }
constexpr int Padded(int size) { return (size + kPanel - 1) / kPanel * kPanel; }

// A cell and its sequence, float32[batch, time, gates * units]. Absent tensors are null.
struct Sequence {
  Cell cell;
  Activation activation;  // Of the candidate; gates have a sigmoid.
  bool backwards;         // Whether to start at the last timestep.
  bool zero_masked;       // Whether masked timesteps output 0, not the previous output.
  bool each_step;         // Whether to return the output of each timestep, not only the last.
  int batch, time, units;
  const uint8_t* keep;   // bool[batch, time]: false for masked timesteps.
  const float* dropped;  // float32[batch, units]: dropout factors of the state.
  const float* kernel;   // The recurrent kernel, packed.
};

struct Forward {
  Sequence of;
  const float *x, *bias;       // x after its kernel; the recurrent bias, float32[gates * units], of Cell::kGru only.
  const float *state, *carry;  // float32[batch, units].
  float *y, *last_state, *last_carry;  // float32[batch, time or 1, units], float32[batch, units].
  float *gates, *before, *inner;       // For the gradient; null if it is not wanted.
};

struct Backward {
  Sequence of;
  const float *gates, *before, *inner, *carry;
  const float *dy, *dlast_state, *dlast_carry;
  float *dx, *drecurrent;  // Of x and, for Cell::kGru, of the part that the state contributes.
  float *dstate, *dcarry;
};

// Loops over at most kChunk rows [begin, end) of the batch.
struct Loops {
  const char* instructions;
  void (*forward)(const Forward&, int begin, int end);
  void (*backward)(const Backward&, int begin, int end);
};

extern const Loops kPlainLoops;
#if defined(__x86_64__)
extern const Loops kAvx2Loops;
#endif

}  // namespace expgraph
