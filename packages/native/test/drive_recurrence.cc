// Runs each cell over random sequences, forward and backward, also without rows or units, and compares with sums in
// double precision.
#include <algorithm>
#include <functional>

#include "drive.h"
#include "recurrent/sequence_run.h"

using namespace expgraph;

namespace {

using Numbers = std::vector<double>;

struct Case {
  Sequence of;
  std::vector<float> x, kernel, bias, state, carry, dropped;
  std::vector<uint8_t> keep;
  int gates, steps;  // Timesteps that are written: all, or one.
};

double Active(Activation kind, double value) {
  switch (kind) {
    case Activation::kLinear: return value;
    case Activation::kRelu: return value > 0 ? value : 0;
    case Activation::kSigmoid: return 1 / (1 + exp(-value));
    case Activation::kTanh: return tanh(value);
  }
  return value;
}

Case RandomCase(Random& random) {
  Case made;
  Sequence& of = made.of;
  of.cell = static_cast<Cell>(random.Below(kCellCount));
  of.activation = static_cast<Activation>(random.Below(kActivationCount));
  of.backwards = random.Chance(30);
  of.zero_masked = random.Chance(30);
  of.each_step = random.Chance(50);
  const bool large = random.Chance(2);
  of.batch = large ? random.Between(30, 60) : random.Chance(5) ? 0 : random.Between(1, 20);
  of.time = large ? 6 : random.Chance(5) ? 0 : random.Between(1, 5);
  of.units = large ? 40 : random.Chance(3) ? 0 : random.Between(1, random.Chance(90) ? 9 : 35);
  made.gates = GatesOf(of.cell);
  made.steps = of.each_step ? of.time : 1;
  const size_t states = static_cast<size_t>(of.batch) * of.units;
  made.x = random.Floats(states * of.time * made.gates, 1.5);
  made.kernel = random.Floats(static_cast<size_t>(of.units) * of.units * made.gates, 0.5);
  if (of.cell == Cell::kGru && random.Chance(70))
    made.bias = random.Floats(static_cast<size_t>(of.units) * made.gates, 1);
  made.state = random.Floats(states, 1);
  if (of.cell == Cell::kLstm) made.carry = random.Floats(states, 1);
  if (random.Chance(30)) made.dropped = random.Floats(states, 1.5);
  if (random.Chance(40))
    for (int place = 0; place < of.batch * of.time; place += 1) made.keep.push_back(random.Chance(70));
  const auto or_none = [](const auto& values) { return values.empty() ? nullptr : values.data(); };
  of.keep = or_none(made.keep);
  of.dropped = or_none(made.dropped);
  of.kernel = nullptr;
  return made;
}

// Computes one row in double precision: y[steps, units], then the last state and carry.
Numbers ExpectedRow(const Case& given, const Numbers& x, int row) {
  const Sequence& of = given.of;
  const int units = of.units, gates = given.gates;
  Numbers state(given.state.begin() + row * units, given.state.begin() + (row + 1) * units), carry(units),
      output(units), all;
  if (of.cell == Cell::kLstm) carry.assign(given.carry.begin() + row * units, given.carry.begin() + (row + 1) * units);
  const auto product = [&](const Numbers& from, int gate, int unit) {
    double sum = 0;
    for (int k = 0; k < units; k += 1)
      sum += from[k] * given.kernel[(static_cast<size_t>(k) * gates + gate) * units + unit];
    return sum;
  };
  for (int step = 0; step < of.time; step += 1) {
    const int at = of.backwards ? of.time - 1 - step : step;
    const bool keep = given.keep.empty() || given.keep[row * of.time + at] != 0;
    const auto in = [&](int gate, int unit) { return x[(static_cast<size_t>(at) * gates + gate) * units + unit]; };
    const auto bias = [&](int gate, int unit) { return given.bias.empty() ? 0.0 : given.bias[gate * units + unit]; };
    Numbers entering = state, next(units), kept(units), reset(units);
    for (int unit = 0; unit < units; unit += 1)
      if (!given.dropped.empty()) entering[unit] *= given.dropped[row * units + unit];
    const auto sum = [&](int gate, int unit) {
      return in(gate, unit) + bias(gate, unit) + product(entering, gate, unit);
    };
    const auto gate_of = [&](int gate, int unit) { return Active(Activation::kSigmoid, sum(gate, unit)); };
    for (int unit = 0; unit < units; unit += 1)
      if (of.cell == Cell::kGruResetBefore) reset[unit] = gate_of(1, unit) * entering[unit];
    for (int unit = 0; unit < units; unit += 1) {
      if (of.cell == Cell::kSimple) {
        next[unit] = Active(of.activation, sum(0, unit));
      } else if (of.cell == Cell::kLstm) {
        kept[unit] = gate_of(1, unit) * carry[unit] + gate_of(0, unit) * Active(of.activation, sum(2, unit));
        next[unit] = gate_of(3, unit) * Active(of.activation, kept[unit]);
      } else {
        const double inner = of.cell == Cell::kGru ? gate_of(1, unit) * (bias(2, unit) + product(entering, 2, unit))
                                                   : product(reset, 2, unit);
        const double candidate = Active(of.activation, in(2, unit) + inner);
        next[unit] = candidate + gate_of(0, unit) * (state[unit] - candidate);
      }
    }
    if (keep) state = output = next;
    if (keep) carry = kept;
    if (!keep && of.zero_masked) output.assign(units, 0);
    if (of.each_step) all.insert(all.end(), output.begin(), output.end());
  }
  if (!of.each_step) all = output;
  all.insert(all.end(), state.begin(), state.end());
  if (of.cell == Cell::kLstm) all.insert(all.end(), carry.begin(), carry.end());
  return all;
}

struct Result {
  std::vector<float> y, last_state, last_carry, gates, before, inner;
};

Result RunForwards(const Case& given, const Loops& loops) {
  const Sequence& of = given.of;
  const size_t states = static_cast<size_t>(of.batch) * of.units, sequences = states * of.time;
  const bool lstm = of.cell == Cell::kLstm;
  Result result = {std::vector<float>(states * given.steps),
                   std::vector<float>(states),
                   std::vector<float>(lstm ? states : 0),
                   std::vector<float>(sequences * given.gates),
                   std::vector<float>(sequences),
                   std::vector<float>(of.cell == Cell::kSimple ? 0 : sequences)};
  const auto none_or = [](auto& values) { return values.empty() ? nullptr : values.data(); };
  Forward run = {of,
                 none_or(given.x),
                 none_or(given.bias),
                 none_or(given.state),
                 none_or(given.carry),
                 none_or(result.y),
                 none_or(result.last_state),
                 none_or(result.last_carry),
                 none_or(result.gates),
                 none_or(result.before),
                 none_or(result.inner)};
  RunForward(run, none_or(given.kernel), loops);
  return result;
}

struct Gradients {
  std::vector<float> dy, dlast_state, dlast_carry, dx, drecurrent, dstate, dcarry;
};

Gradients RunBackwards(const Case& given, const Result& forward, Random& random, const Loops& loops) {
  const Sequence& of = given.of;
  const size_t states = static_cast<size_t>(of.batch) * of.units, sequences = states * of.time;
  const bool lstm = of.cell == Cell::kLstm;
  Gradients found = {random.Floats(states * given.steps, 1),
                     random.Floats(states, 1),
                     random.Floats(lstm ? states : 0, 1),
                     std::vector<float>(sequences * given.gates),
                     std::vector<float>(of.cell == Cell::kGru ? sequences * given.gates : 0),
                     std::vector<float>(states),
                     std::vector<float>(lstm ? states : 0)};
  const auto none_or = [](auto& values) { return values.empty() ? nullptr : values.data(); };
  Backward run = {of,
                  none_or(forward.gates),
                  none_or(forward.before),
                  none_or(forward.inner),
                  none_or(given.carry),
                  none_or(found.dy),
                  none_or(found.dlast_state),
                  none_or(found.dlast_carry),
                  none_or(found.dx),
                  none_or(found.drecurrent),
                  none_or(found.dstate),
                  none_or(found.dcarry)};
  RunBackward(run, none_or(given.kernel), loops);
  return found;
}

bool Near(double a, double b) { return fabs(a - b) <= 2e-4 * std::max(1.0, fabs(b)); }

void CheckNear(const std::vector<float>& a, const std::vector<float>& b, const char* what, long call, uint64_t seed) {
  for (size_t at = 0; at < a.size(); at += 1) EXPECT(Near(a[at], b[at]), "%s: %g instead of %g", what, a[at], b[at]);
}

// Compares the gradient of one number of x with a finite difference.
void CheckSlope(const Case& given, const Gradients& found, Random& random, long call, uint64_t seed) {
  const Sequence& of = given.of;
  const int row = random.Below(of.batch), length = of.time * given.gates * of.units, place = random.Below(length);
  Numbers x(given.x.begin() + static_cast<size_t>(row) * length,
            given.x.begin() + static_cast<size_t>(row + 1) * length);
  const auto loss = [&](double by) {
    Numbers moved = x;
    moved[place] += by;
    const Numbers all = ExpectedRow(given, moved, row);
    const int outputs = given.steps * of.units;
    double sum = 0;
    for (int at = 0; at < static_cast<int>(all.size()); at += 1) {
      const int unit = at - outputs;
      sum += all[at] * (unit < 0          ? found.dy[row * outputs + at]
                        : unit < of.units ? found.dlast_state[row * of.units + unit]
                                          : found.dlast_carry[row * of.units + unit - of.units]);
    }
    return sum;
  };
  constexpr double kStep = 1e-5;
  const double slope = (loss(kStep) - loss(-kStep)) / (2 * kStep),
               dx = found.dx[static_cast<size_t>(row) * length + place];
  EXPECT(fabs(dx - slope) <= 2e-3 * std::max(1.0, fabs(slope)), "gradient %g instead of %g, cell %d", dx, slope,
         static_cast<int>(of.cell));
}

void One(Random& random, long call, uint64_t seed) {
  const Case given = RandomCase(random);
  const Sequence& of = given.of;
  const Result best = RunForwards(given, BestLoops()), plain = RunForwards(given, kPlainLoops);
  CheckNear(best.y, plain.y, "y", call, seed);
  CheckNear(best.gates, plain.gates, "gates", call, seed);
  Random same = random;
  const Gradients gradients = RunBackwards(given, best, random, BestLoops()),
                  others = RunBackwards(given, best, same, kPlainLoops);
  CheckNear(gradients.dx, others.dx, "dx", call, seed);
  CheckNear(gradients.dstate, others.dstate, "dstate", call, seed);
  if (of.batch == 0 || of.units == 0) return;
  const int row = random.Below(of.batch), outputs = given.steps * of.units, length = of.time * given.gates * of.units;
  const Numbers x(given.x.begin() + static_cast<size_t>(row) * length,
                  given.x.begin() + static_cast<size_t>(row + 1) * length);
  const Numbers expected = ExpectedRow(given, x, row);
  for (int at = 0; at < outputs; at += 1)
    EXPECT(Near(best.y[row * outputs + at], expected[at]), "%g instead of %g", best.y[row * outputs + at],
           expected[at]);
  for (int unit = 0; unit < of.units; unit += 1)
    EXPECT(Near(best.last_state[row * of.units + unit], expected[outputs + unit]), "%g instead of %g",
           best.last_state[row * of.units + unit], expected[outputs + unit]);
  // The derivative of relu does not exist at 0.
  if (of.time > 0 && of.activation != Activation::kRelu) CheckSlope(given, gradients, random, call, seed);
}

}  // namespace

int main(int count, char** given) { return Drive(count, given, "recurrence", One); }
