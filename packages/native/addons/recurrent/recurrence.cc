// Recurrent cells over whole sequences, forward and backward. Rows of a batch are independent: a thread computes all
// timesteps of some rows, with their data in its cache, without waiting for other threads. Vectors are those of the
// compiler, so the code serves all processors.
#include "recurrent/recurrence.h"

#include <string.h>

#include <vector>

namespace expgraph {
namespace {

constexpr int kLanes = 8;
typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
typedef int32_t Lanes __attribute__((vector_size(kLanes * sizeof(int32_t))));

inline Vector Load(const float* from) {
  Vector vector;
  memcpy(&vector, from, sizeof vector);
  return vector;
}

inline void Store(float* to, Vector vector) { memcpy(to, &vector, sizeof vector); }

inline Vector Choose(Lanes which, Vector yes, Vector no) {
  return reinterpret_cast<Vector>((which & reinterpret_cast<Lanes>(yes)) | (~which & reinterpret_cast<Lanes>(no)));
}

// A rational approximation, exact to two units in the last place. Beyond the limits, it is 1 in float32.
inline Vector Tanh(Vector given) {
  const Vector limit = Vector{} + 7.90531110763549805f;
  Vector x = Choose(given > limit, limit, given);
  x = Choose(x < -limit, -limit, x);
  const Vector square = x * x;
  Vector over = square * -2.76076847742355e-16f + 2.00018790482477e-13f;
  over = over * square + -8.60467152213735e-11f;
  over = over * square + 5.12229709037114e-08f;
  over = over * square + 1.48572235717979e-05f;
  over = over * square + 6.37261928875436e-04f;
  over = (over * square + 4.89352455891786e-03f) * x;
  Vector under = square * 1.19825839466702e-06f + 1.18534705686654e-04f;
  under = under * square + 2.26843463243900e-03f;
  under = under * square + 4.89352518554385e-03f;
  // NaN stays NaN, so that it shows in the loss.
  return Choose(given == given, over / under, given);
}

template <Activation kind>
inline Vector Activate(Vector x) {
  if (kind == Activation::kTanh) return Tanh(x);
  if (kind == Activation::kSigmoid) return Tanh(x * 0.5f) * 0.5f + 0.5f;
  if (kind == Activation::kRelu) return Choose(x < Vector{}, Vector{}, x);
  return x;
}

// The derivative of an activation, from its output.
template <Activation kind>
inline Vector Slope(Vector y) {
  const Vector one = Vector{} + 1.0f;
  if (kind == Activation::kTanh) return one - y * y;
  if (kind == Activation::kSigmoid) return y * (one - y);
  if (kind == Activation::kRelu) return Choose(y > Vector{}, one, Vector{});
  return one;
}

// sums[rows, columns] += a[rows, depth] * packed[depth, columns], for one panel of columns.
template <int rows>
inline void MultiplyPanel(const float* a, int a_stride, const float* panel, int depth, float* sums, int stride) {
  Vector left[rows], right[rows];
#pragma GCC unroll 8
  for (int row = 0; row < rows; row += 1) {
    left[row] = Load(sums + row * stride);
    right[row] = Load(sums + row * stride + kLanes);
  }
  for (int k = 0; k < depth; k += 1) {
    const Vector first = Load(panel + k * kPanel), second = Load(panel + k * kPanel + kLanes);
#pragma GCC unroll 8
    for (int row = 0; row < rows; row += 1) {
      const float factor = a[row * a_stride + k];
      left[row] += first * factor;
      right[row] += second * factor;
    }
  }
#pragma GCC unroll 8
  for (int row = 0; row < rows; row += 1) {
    Store(sums + row * stride, left[row]);
    Store(sums + row * stride + kLanes, right[row]);
  }
}

// `panel_depth` is the depth of the panels, of which the product may use a part.
void Multiply(const float* a, int a_stride, const float* packed, int panel_depth, int rows, int depth, int columns,
              float* sums, int stride) {
  for (int column = 0; column < columns; column += kPanel) {
    const float* panel = packed + static_cast<int64_t>(column) * panel_depth;
    int row = 0;
    for (; row + 4 <= rows; row += 4)
      MultiplyPanel<4>(a + row * a_stride, a_stride, panel, depth, sums + row * stride + column, stride);
    for (; row < rows; row += 1)
      MultiplyPanel<1>(a + row * a_stride, a_stride, panel, depth, sums + row * stride + column, stride);
  }
}

// The index of a row in the batch, in 64 bits: products with it may exceed an int.
inline int64_t Row(int row) { return row; }

// Copies a row of `gates` pieces of `units` numbers to padded pieces, and back.
void Pad(const float* from, int gates, int units, float* to) {
  for (int gate = 0; gate < gates; gate += 1)
    memcpy(to + gate * Padded(units), from + gate * units, units * sizeof(float));
}

void Unpad(const float* from, int gates, int units, float* to) {
  for (int gate = 0; gate < gates; gate += 1)
    memcpy(to + gate * units, from + gate * Padded(units), units * sizeof(float));
}

// Padded buffers of some rows during a timestep.
struct Scratch {
  std::vector<float> memory;
  int width;
  Scratch(int rows, int width) : memory(static_cast<size_t>(rows) * width), width(width) {}
  float* operator[](int row) { return memory.data() + static_cast<int64_t>(row) * width; }
};

// Computes one row of one timestep. `z` has the inputs of the gates, and then the gates; Cell::kGru has two inputs of
// its last gate: `x` from the input, `z` from the state. Sets the state `next` and the `carry` of an LSTM.
// Cell::kGruResetBefore needs ResetRow first.
template <Cell cell, Activation act>
void StepRow(int width, float* z, const float* x, const float* state, float* carry, float* next) {
  for (int unit = 0; unit < width; unit += kLanes) {
    const auto at = [&](int index) { return Load(z + index * width + unit); };
    const auto put = [&](int index, Vector value) { Store(z + index * width + unit, value); };
    if (cell == Cell::kSimple) {
      put(0, Activate<act>(at(0)));
      Store(next + unit, at(0));
    } else if (cell == Cell::kLstm) {
      const Vector input = Activate<Activation::kSigmoid>(at(0)), forget = Activate<Activation::kSigmoid>(at(1));
      const Vector candidate = Activate<act>(at(2)), output = Activate<Activation::kSigmoid>(at(3));
      const Vector kept = forget * Load(carry + unit) + input * candidate;
      put(0, input), put(1, forget), put(2, candidate), put(3, output);
      Store(carry + unit, kept);
      Store(next + unit, output * Activate<act>(kept));
    } else if (cell == Cell::kGru) {
      const Vector update = Activate<Activation::kSigmoid>(at(0)), reset = Activate<Activation::kSigmoid>(at(1));
      const Vector candidate = Activate<act>(Load(x + unit) + reset * at(2));
      put(0, update), put(1, reset), put(2, candidate);
      Store(next + unit, candidate + update * (Load(state + unit) - candidate));
    } else {
      const Vector update = at(0), candidate = Activate<act>(at(2));
      put(2, candidate);
      Store(next + unit, candidate + update * (Load(state + unit) - candidate));
    }
  }
}

// Computes the first two gates of Cell::kGruResetBefore, and the input of its last gate: the state `entering` times the
// reset gate.
inline void ResetRow(int width, float* z, const float* entering, float* kept) {
  for (int unit = 0; unit < width; unit += kLanes) {
    const Vector update = Activate<Activation::kSigmoid>(Load(z + unit)),
                 reset = Activate<Activation::kSigmoid>(Load(z + width + unit));
    Store(z + unit, update);
    Store(z + width + unit, reset);
    Store(kept + unit, reset * Load(entering + unit));
  }
}

// The gradient of StepRow: from that of the state, `dstate`, to that of the inputs of the gates, `dz`. For Cell::kGru,
// `dz` is that of the inputs from the state, and `dx` that of the last gate from the input. The part that does not pass
// the kernel stays in `dstate`. ResetRowBack computes the reset gate of Cell::kGruResetBefore.
template <Cell cell, Activation act>
void StepRowBack(int width, const float* z, const float* before, const float* inner, float* dstate, float* dcarry,
                 float* dz, float* dx) {
  for (int unit = 0; unit < width; unit += kLanes) {
    const auto at = [&](int index) { return Load(z + index * width + unit); };
    const auto put = [&](int index, Vector value) { Store(dz + index * width + unit, value); };
    const Vector one = Vector{} + 1.0f, dnext = Load(dstate + unit);
    if (cell == Cell::kSimple) {
      put(0, dnext * Slope<act>(at(0)));
      Store(dstate + unit, Vector{});
    } else if (cell == Cell::kLstm) {
      const Vector input = at(0), forget = at(1), candidate = at(2), output = at(3);
      const Vector active = Activate<act>(Load(inner + unit));
      const Vector dkept = Load(dcarry + unit) + dnext * output * Slope<act>(active);
      put(0, dkept * candidate * Slope<Activation::kSigmoid>(input));
      put(1, dkept * Load(before + unit) * Slope<Activation::kSigmoid>(forget));
      put(2, dkept * input * Slope<act>(candidate));
      put(3, dnext * active * Slope<Activation::kSigmoid>(output));
      Store(dcarry + unit, dkept * forget);
      Store(dstate + unit, Vector{});
    } else if (cell == Cell::kGruResetBefore) {
      const Vector update = at(0), candidate = at(2);
      put(0, dnext * (Load(before + unit) - candidate) * Slope<Activation::kSigmoid>(update));
      put(2, dnext * (one - update) * Slope<act>(candidate));
      Store(dstate + unit, dnext * update);
    } else {
      const Vector update = at(0), reset = at(1), candidate = at(2);
      const Vector dcandidate = dnext * (one - update) * Slope<act>(candidate);
      put(0, dnext * (Load(before + unit) - candidate) * Slope<Activation::kSigmoid>(update));
      put(1, dcandidate * Load(inner + unit) * Slope<Activation::kSigmoid>(reset));
      put(2, dcandidate * reset);
      Store(dx + unit, dcandidate);
      Store(dstate + unit, dnext * update);
    }
  }
}

// The gradient of ResetRow: from that of the input of the last gate, `dkept`, to those of the input of the reset gate,
// in `dz`, and of `entering`.
inline void ResetRowBack(int width, const float* reset, const float* before, const float* dropped, const float* dkept,
                         float* dz, float* dentering) {
  for (int unit = 0; unit < width; unit += kLanes) {
    const Vector gate = Load(reset + unit), asked = Load(dkept + unit), state = Load(before + unit);
    const Vector entering = dropped == nullptr ? state : state * Load(dropped + unit);
    Store(dz + width + unit, asked * entering * Slope<Activation::kSigmoid>(gate));
    Store(dentering + unit, asked * gate);
  }
}

template <Cell cell, Activation act>
void ForwardLoop(const Forward& run, int begin, int end) {
  const Sequence& of = run.of;
  constexpr int gates = GatesOf(cell);
  const int units = of.units, width = Padded(units), rows = end - begin, all = gates * width;
  Scratch z(rows, all), state(rows, width), next(rows, width), carry(rows, width), kept(rows, width),
      output(rows, width);
  Scratch entering(rows, width), candidate(1, width), bias(1, all), dropped(rows, width);
  if (run.bias != nullptr) Pad(run.bias, gates, units, bias[0]);
  for (int row = 0; row < rows; row += 1) {
    Pad(run.state + Row(begin + row) * units, 1, units, state[row]);
    if (cell == Cell::kLstm) Pad(run.carry + Row(begin + row) * units, 1, units, carry[row]);
    if (of.dropped != nullptr) Pad(of.dropped + Row(begin + row) * units, 1, units, dropped[row]);
  }
  for (int step = 0; step < of.time; step += 1) {
    const int at = of.backwards ? of.time - 1 - step : step;
    const auto place = [&](int row) { return Row(begin + row) * of.time + at; };
    for (int row = 0; row < rows; row += 1) {
      Pad(run.x + place(row) * gates * units, gates, units, z[row]);
      if (cell == Cell::kGru) {
        // The last gate needs both inputs, the others their sum.
        memset(z[row] + 2 * width, 0, width * sizeof(float));
        if (run.bias != nullptr)
          for (int column = 0; column < all; column += 1) z[row][column] += bias[0][column];
      }
      if (of.dropped != nullptr)
        for (int unit = 0; unit < width; unit += 1) entering[row][unit] = state[row][unit] * dropped[row][unit];
      if (run.before != nullptr) Unpad(state[row], 1, units, run.before + place(row) * units);
    }
    Scratch& from = of.dropped == nullptr ? state : entering;
    Multiply(from[0], width, of.kernel, units, rows, units, cell == Cell::kGruResetBefore ? 2 * width : all, z[0], all);
    if (cell == Cell::kGruResetBefore) {
      for (int row = 0; row < rows; row += 1) {
        ResetRow(width, z[row], from[row], next[row]);
        if (run.inner != nullptr) Unpad(next[row], 1, units, run.inner + place(row) * units);
      }
      Multiply(next[0], width, of.kernel + static_cast<int64_t>(2) * width * units, units, rows, units, width,
               z[0] + 2 * width, all);
    }
    for (int row = 0; row < rows; row += 1) {
      const bool keep = of.keep == nullptr || of.keep[place(row)] != 0;
      if (cell == Cell::kGru) {
        Pad(run.x + (place(row) * gates + 2) * units, 1, units, candidate[0]);
        if (run.inner != nullptr) Unpad(z[row] + 2 * width, 1, units, run.inner + place(row) * units);
      }
      memcpy(kept[row], carry[row], width * sizeof(float));
      StepRow<cell, act>(width, z[row], candidate[0], state[row], kept[row], next[row]);
      if (keep) {
        memcpy(state[row], next[row], width * sizeof(float));
        memcpy(carry[row], kept[row], width * sizeof(float));
        memcpy(output[row], next[row], width * sizeof(float));
      } else if (of.zero_masked) {
        memset(output[row], 0, width * sizeof(float));
      }
      if (run.gates != nullptr) Unpad(z[row], gates, units, run.gates + place(row) * gates * units);
      if (cell == Cell::kLstm && run.inner != nullptr) Unpad(carry[row], 1, units, run.inner + place(row) * units);
      if (of.each_step) Unpad(output[row], 1, units, run.y + (Row(begin + row) * of.time + step) * units);
    }
  }
  for (int row = 0; row < rows; row += 1) {
    if (!of.each_step) Unpad(output[row], 1, units, run.y + Row(begin + row) * units);
    Unpad(state[row], 1, units, run.last_state + Row(begin + row) * units);
    if (cell == Cell::kLstm) Unpad(carry[row], 1, units, run.last_carry + Row(begin + row) * units);
  }
}

template <Cell cell, Activation act>
void BackwardLoop(const Backward& run, int begin, int end) {
  const Sequence& of = run.of;
  constexpr int gates = GatesOf(cell);
  const int units = of.units, width = Padded(units), rows = end - begin, all = gates * width;
  Scratch z(1, all), before(1, width), inner(1, width), dy(1, width), dx(1, all);
  // Gradients of the outputs of masked timesteps, which repeat an earlier output.
  Scratch pending(rows, width);
  Scratch dz(rows, all), dstate(rows, width), through(rows, width), dcarry(rows, width), dropped(rows, width);
  Scratch dkept(rows, width), reset(1, width);
  std::vector<bool> keep(rows);
  for (int row = 0; row < rows; row += 1) {
    Pad(run.dlast_state + Row(begin + row) * units, 1, units, dstate[row]);
    if (cell == Cell::kLstm) Pad(run.dlast_carry + Row(begin + row) * units, 1, units, dcarry[row]);
    if (of.dropped != nullptr) Pad(of.dropped + Row(begin + row) * units, 1, units, dropped[row]);
  }
  for (int step = of.time - 1; step >= 0; step -= 1) {
    const int at = of.backwards ? of.time - 1 - step : step;
    const int earlier = of.backwards ? at + 1 : at - 1;
    for (int row = 0; row < rows; row += 1) {
      const int64_t start = Row(begin + row) * of.time, place = start + at;
      keep[row] = of.keep == nullptr || of.keep[place] != 0;
      if ((of.each_step || step == of.time - 1) && (keep[row] || !of.zero_masked)) {
        Pad(run.dy + (of.each_step ? start + step : Row(begin + row)) * units, 1, units, dy[0]);
        for (int unit = 0; unit < width; unit += 1) pending[row][unit] += dy[0][unit];
      }
      memset(through[row], 0, width * sizeof(float));
      if (cell == Cell::kGruResetBefore) memset(dkept[row], 0, width * sizeof(float));
      if (!keep[row]) {
        memset(dz[row], 0, all * sizeof(float));
        memset(run.dx + place * gates * units, 0, gates * units * sizeof(float));
        if (cell == Cell::kGru) memset(run.drecurrent + place * gates * units, 0, gates * units * sizeof(float));
        continue;
      }
      for (int unit = 0; unit < width; unit += 1) dstate[row][unit] += pending[row][unit];
      memset(pending[row], 0, width * sizeof(float));
      Pad(run.gates + place * gates * units, gates, units, z[0]);
      if (cell == Cell::kLstm || cell == Cell::kGru) Pad(run.inner + place * units, 1, units, inner[0]);
      if (cell == Cell::kGru || cell == Cell::kGruResetBefore) Pad(run.before + place * units, 1, units, before[0]);
      if (cell == Cell::kLstm) {
        const float* carry = step == 0 ? run.carry + Row(begin + row) * units : run.inner + (start + earlier) * units;
        Pad(carry, 1, units, before[0]);
      }
      StepRowBack<cell, act>(width, z[0], before[0], inner[0], dstate[row], dcarry[row], dz[row], dx[0]);
      if (cell == Cell::kGru) {
        Unpad(dz[row], gates, units, run.drecurrent + place * gates * units);
        Unpad(dz[row], gates - 1, units, run.dx + place * gates * units);
        Unpad(dx[0], 1, units, run.dx + (place * gates + gates - 1) * units);
      } else if (cell != Cell::kGruResetBefore) {
        Unpad(dz[row], gates, units, run.dx + place * gates * units);
      }
    }
    if (cell == Cell::kGruResetBefore) {
      Multiply(dz[0] + 2 * width, all, of.kernel + 2 * width * kPanel, all, rows, width, width, dkept[0], width);
      for (int row = 0; row < rows; row += 1) {
        if (!keep[row]) continue;
        const int64_t place = Row(begin + row) * of.time + at;
        Pad(run.gates + (place * gates + 1) * units, 1, units, reset[0]);
        Pad(run.before + place * units, 1, units, before[0]);
        const float* drop = of.dropped == nullptr ? nullptr : dropped[row];
        ResetRowBack(width, reset[0], before[0], drop, dkept[row], dz[row], through[row]);
        Unpad(dz[row], gates, units, run.dx + place * gates * units);
      }
    }
    Multiply(dz[0], all, of.kernel, all, rows, cell == Cell::kGruResetBefore ? 2 * width : all, width, through[0],
             width);
    for (int row = 0; row < rows; row += 1) {
      // `through` is 0 for masked rows.
      for (int unit = 0; unit < width; unit += 1)
        dstate[row][unit] += of.dropped == nullptr ? through[row][unit] : through[row][unit] * dropped[row][unit];
    }
  }
  for (int row = 0; row < rows; row += 1) {
    Unpad(dstate[row], 1, units, run.dstate + Row(begin + row) * units);
    if (cell == Cell::kLstm) Unpad(dcarry[row], 1, units, run.dcarry + Row(begin + row) * units);
  }
}

// Selects the loop of a cell and an activation.
template <Cell cell, typename Run, template <Cell, Activation> class Loop>
void WithActivation(const Run& run, int begin, int end) {
  switch (run.of.activation) {
    case Activation::kLinear: return Loop<cell, Activation::kLinear>::Do(run, begin, end);
    case Activation::kRelu: return Loop<cell, Activation::kRelu>::Do(run, begin, end);
    case Activation::kSigmoid: return Loop<cell, Activation::kSigmoid>::Do(run, begin, end);
    case Activation::kTanh: return Loop<cell, Activation::kTanh>::Do(run, begin, end);
  }
}

template <typename Run, template <Cell, Activation> class Loop>
void WithCell(const Run& run, int begin, int end) {
  switch (run.of.cell) {
    case Cell::kSimple: return WithActivation<Cell::kSimple, Run, Loop>(run, begin, end);
    case Cell::kLstm: return WithActivation<Cell::kLstm, Run, Loop>(run, begin, end);
    case Cell::kGru: return WithActivation<Cell::kGru, Run, Loop>(run, begin, end);
    case Cell::kGruResetBefore: return WithActivation<Cell::kGruResetBefore, Run, Loop>(run, begin, end);
  }
}

template <Cell cell, Activation act>
struct ForwardOf {
  static void Do(const Forward& run, int begin, int end) { ForwardLoop<cell, act>(run, begin, end); }
};

template <Cell cell, Activation act>
struct BackwardOf {
  static void Do(const Backward& run, int begin, int end) { BackwardLoop<cell, act>(run, begin, end); }
};

}  // namespace

extern const Loops EXPGRAPH_LOOPS = {EXPGRAPH_INSTRUCTIONS, WithCell<Forward, ForwardOf>,
                                     WithCell<Backward, BackwardOf>};

}  // namespace expgraph
