// What the operations of recurrent_ops.cc hand to the loops of recurrence.cc, which is compiled once for each instruction set.
#pragma once
#include <stdint.h>

namespace expgraph {

// A GRU's reset gate comes after the product of the state with its kernel, or before it.
enum Cell { kSimple, kLstm, kGru, kGruBefore };
enum Activation { kLinear, kRelu, kSigmoid, kTanh };

// Columns are padded to whole panels of this width: no loop has a remainder.
constexpr int kPanel = 16;
// Rows that go through the sequence together.
constexpr int kChunk = 16;

constexpr int GatesOf(Cell cell) { return cell == kLstm ? 4 : cell == kSimple ? 1 : 3; }
constexpr int Padded(int size) { return (size + kPanel - 1) / kPanel * kPanel; }

// A sequence: float32[batch, time, gates * units] through a cell. Null where there is no such tensor.
struct Sequence {
  Cell cell;
  Activation activation; // Gates have a sigmoid.
  bool backwards;       // Begins at the last time.
  bool zero_masked;     // The output of a step that is masked is 0, not that of the step before.
  bool each_step;       // The output of each step is wanted, not that of the last alone.
  int batch, time, units;
  const uint8_t* keep;  // bool[batch, time]: false where a step is masked
  const float* dropped; // float32[batch, units]: what the state is multiplied by before its kernel
  const float* kernel;  // The recurrent kernel, packed.
};

struct Forward {
  Sequence of;
  const float *x, *bias;                // Times their kernel already; float32[gates * units], of the state, kGru alone.
  const float *state, *carry;           // float32[batch, units]
  float *y, *last_state, *last_carry;   // float32[batch, time or 1, units], float32[batch, units]
  float *gates, *before, *inner;        // What the gradient needs; null where none is wanted.
};

struct Backward {
  Sequence of;
  const float *gates, *before, *inner, *carry;
  const float *dy, *dlast_state, *dlast_carry;
  float *dx, *drecurrent;               // Of x, and, for a kGru, of what the state contributes.
  float *dstate, *dcarry;
};

// The loops over rows [begin, end) of the batch, at most kChunk.
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
