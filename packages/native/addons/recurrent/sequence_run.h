// Takes a batch of sequences through a recurrent cell, and back, on several threads.
#pragma once

#include <stdint.h>

#include "recurrent/recurrence.h"

namespace expgraph {

// Of a side of a tensor, and of units: what is computed of them in the loops fits in an int.
constexpr int64_t kMostSteps = INT32_MAX, kMostUnits = 1 << 20;

// The fastest loops of this processor.
const Loops& BestLoops();

// Runs over the whole batch. `kernel` is the recurrent one, float32[units, gates * units]. Of no rows or units, nothing is done.
void RunForward(Forward run, const float* kernel, const Loops& loops);
void RunBackward(Backward run, const float* kernel, const Loops& loops);

}  // namespace expgraph
