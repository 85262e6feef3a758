// Runs a recurrent cell over a batch of sequences, forward and backward, on several threads.
#pragma once

#include <stdint.h>

#include "recurrent/recurrence.h"

namespace expgraph {

// Maximum size of an axis, and number of units: index computations in the loops fit in an int.
constexpr int64_t kMostSteps = INT32_MAX, kMostUnits = 1 << 20;

// Returns the fastest loops of this processor.
const Loops& BestLoops();

// Run over the whole batch. `kernel` is the recurrent kernel, float32[units, gates * units]. Without rows or units,
// they do nothing.
void RunForward(Forward run, const float* kernel, const Loops& loops);
void RunBackward(Backward run, const float* kernel, const Loops& loops);

}  // namespace expgraph
