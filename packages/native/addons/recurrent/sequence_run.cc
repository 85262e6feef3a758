#include "recurrent/sequence_run.h"

#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace expgraph {
namespace {

constexpr int kMostThreads = 1024;

// Returns the number of threads that TensorFlow uses for one operation.
int ThreadCount() {
  const char* given = getenv("TF_NUM_INTRAOP_THREADS");
  const long wanted = given == nullptr ? 0 : strtol(given, nullptr, 10);
  const long threads = wanted > 0 ? wanted : static_cast<long>(std::thread::hardware_concurrency());
  return static_cast<int>(std::min<long>(std::max<long>(threads, 1), kMostThreads));
}

// Less work than this many multiplications is done before another thread has started.
constexpr double kWorthThreads = 1e6;

// Threads that are joined, also after an exception.
class Threads {
 public:
  ~Threads() {
    for (std::thread& thread : threads_) thread.join();
  }

  // Returns false if the system provides no more threads.
  template <typename Work>
  bool Add(const Work& work) {
    try {
      threads_.emplace_back(work);
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }

 private:
  std::vector<std::thread> threads_;
};

// Calls `work` for each chunk of rows, on several threads. Results do not depend on the thread. Rethrows exceptions of
// `work`.
template <typename Work>
void ForEachChunk(const Sequence& of, const Work& work) {
  const double multiplications = static_cast<double>(of.batch) * of.time * of.units * of.units * GatesOf(of.cell);
  const int64_t batch = of.batch, most = multiplications < kWorthThreads ? 1 : ThreadCount();
  const int64_t fair = (batch + most - 1) / most;
  const int64_t size = std::min<int64_t>(kChunk, std::max<int64_t>(4, (fair + 3) / 4 * 4));
  const int64_t chunks = (batch + size - 1) / size;
  std::atomic<int64_t> next(0);
  std::exception_ptr thrown;
  std::mutex guard;
  const auto take = [&] {
    try {
      for (int64_t chunk = next++; chunk < chunks; chunk = next++) {
        work(static_cast<int>(chunk * size), static_cast<int>(std::min(batch, (chunk + 1) * size)));
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(guard);
      thrown = std::current_exception();
    }
  };
  {
    Threads threads;
    for (int64_t other = 1; other < std::min(most, chunks); other += 1) {
      if (!threads.Add(take)) break;
    }
    take();
  }
  if (thrown != nullptr) std::rethrow_exception(thrown);
}

// Returns the recurrent kernel, float32[units, gates * units], in panels of columns, each gate padded.
std::vector<float> PackKernel(const float* kernel, size_t units, size_t gates) {
  const size_t width = Padded(static_cast<int>(units));
  std::vector<float> packed(units * gates * width);
  for (size_t row = 0; row < units; row += 1)
    for (size_t gate = 0; gate < gates; gate += 1)
      for (size_t unit = 0; unit < units; unit += 1) {
        const size_t column = gate * width + unit;
        packed[column / kPanel * units * kPanel + row * kPanel + column % kPanel] =
            kernel[(row * gates + gate) * units + unit];
      }
  return packed;
}

// Returns the transposed kernel, float32[gates * units, units], in panels.
std::vector<float> PackTransposed(const float* kernel, size_t units, size_t gates) {
  const size_t width = Padded(static_cast<int>(units)), depth = gates * width;
  std::vector<float> packed(depth * width);
  for (size_t column = 0; column < units; column += 1)
    for (size_t gate = 0; gate < gates; gate += 1)
      for (size_t unit = 0; unit < units; unit += 1)
        packed[column / kPanel * depth * kPanel + (gate * width + unit) * kPanel + column % kPanel] =
            kernel[(column * gates + gate) * units + unit];
  return packed;
}

}  // namespace

const Loops& BestLoops() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return kAvx2Loops;
#endif
  return kPlainLoops;
}

void RunForward(Forward run, const float* kernel, const Loops& loops) {
  if (run.of.batch == 0 || run.of.units == 0) return;
  const std::vector<float> packed = PackKernel(kernel, run.of.units, GatesOf(run.of.cell));
  run.of.kernel = packed.data();
  ForEachChunk(run.of, [&](int begin, int end) { loops.forward(run, begin, end); });
}

void RunBackward(Backward run, const float* kernel, const Loops& loops) {
  if (run.of.batch == 0 || run.of.units == 0) return;
  const std::vector<float> packed = PackTransposed(kernel, run.of.units, GatesOf(run.of.cell));
  run.of.kernel = packed.data();
  ForEachChunk(run.of, [&](int begin, int end) { loops.backward(run, begin, end); });
}

}  // namespace expgraph
