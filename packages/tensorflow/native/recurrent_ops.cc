// Operations of TensorFlow that take a sequence through a recurrent cell, and back: `ExpgraphRecurrence` and `ExpgraphRecurrenceGrad`.
// TensorFlow has one for the LSTM alone, which shares each step out over all threads: waiting takes them longer than the work. Loading
// this registers them, for single operations and graphs alike.
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "recurrence.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

using namespace expgraph;

namespace {

const Loops& BestLoops() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return kAvx2Loops;
#endif
  return kPlainLoops;
}

// As many as TensorFlow takes for one operation.
int ThreadCount() {
  const char* given = getenv("TF_NUM_INTRAOP_THREADS");
  const int wanted = given == nullptr ? 0 : atoi(given);
  return std::max(1, wanted > 0 ? wanted : static_cast<int>(std::thread::hardware_concurrency()));
}

// Work below this many multiplications is done before another thread has begun.
constexpr double kWorthThreads = 1e6;

// Calls `work` for each chunk of rows. Which thread does one changes nothing in it.
template <typename Work>
void ShareOut(const Sequence& of, const Work& work) {
  const double multiplications = static_cast<double>(of.batch) * of.time * of.units * of.units * GatesOf(of.cell);
  const int most = multiplications < kWorthThreads ? 1 : ThreadCount();
  const int fair = (of.batch + most - 1) / most;
  const int size = std::min(kChunk, std::max(4, (fair + 3) / 4 * 4));
  const int chunks = (of.batch + size - 1) / size;
  std::atomic<int> next(0);
  const auto take = [&] {
    for (int chunk = next++; chunk < chunks; chunk = next++) work(chunk * size, std::min(of.batch, (chunk + 1) * size));
  };
  std::vector<std::thread> threads;
  for (int other = 1; other < std::min(most, chunks); other += 1) threads.emplace_back(take);
  take();
  for (std::thread& thread : threads) thread.join();
}

// The recurrent kernel, float32[units, gates * units], in panels of columns, each gate padded.
std::vector<float> PackKernel(const float* kernel, int units, int gates) {
  const int width = Padded(units);
  std::vector<float> packed(static_cast<size_t>(units) * gates * width);
  for (int row = 0; row < units; row += 1)
    for (int gate = 0; gate < gates; gate += 1)
      for (int unit = 0; unit < units; unit += 1) {
        const int column = gate * width + unit;
        packed[static_cast<size_t>(column / kPanel) * units * kPanel + row * kPanel + column % kPanel] =
            kernel[(row * gates + gate) * units + unit];
      }
  return packed;
}

// The same, the other way round: float32[gates * units, units].
std::vector<float> PackTransposed(const float* kernel, int units, int gates) {
  const int width = Padded(units), depth = gates * width;
  std::vector<float> packed(static_cast<size_t>(depth) * width);
  for (int column = 0; column < units; column += 1)
    for (int gate = 0; gate < gates; gate += 1)
      for (int unit = 0; unit < units; unit += 1)
        packed[static_cast<size_t>(column / kPanel) * depth * kPanel + (gate * width + unit) * kPanel + column % kPanel] =
            kernel[(column * gates + gate) * units + unit];
  return packed;
}

// The attributes of a node.
struct Options {
  Cell cell = kSimple;
  Activation activation = kTanh;
  bool backwards = false, zero_masked = false, each_step = false, differentiable = false;
};

std::string TextAttribute(TF_OpKernelConstruction* node, const char* name, TF_Status* status) {
  int32_t length = 0, size = 0;
  TF_OpKernelConstruction_GetAttrSize(node, name, &length, &size, status);
  std::string text(std::max(size, 0), '\0');
  if (TF_GetCode(status) == TF_OK) TF_OpKernelConstruction_GetAttrString(node, name, &text[0], text.size(), status);
  return text;
}

bool FlagAttribute(TF_OpKernelConstruction* node, const char* name, TF_Status* status) {
  TF_Bool flag = 0;
  if (TF_GetCode(status) == TF_OK) TF_OpKernelConstruction_GetAttrBool(node, name, &flag, status);
  return flag != 0;
}

void* CreateOptions(TF_OpKernelConstruction* node) {
  TF_Status* status = TF_NewStatus();
  Options* options = new Options();
  const std::string cell = TextAttribute(node, "cell", status);
  const std::string activation = TF_GetCode(status) == TF_OK ? TextAttribute(node, "activation", status) : "";
  options->cell = cell == "lstm" ? kLstm : cell == "gru" ? kGru : cell == "gruResetBefore" ? kGruBefore : kSimple;
  options->activation =
      activation == "tanh" ? kTanh : activation == "sigmoid" ? kSigmoid : activation == "relu" ? kRelu : kLinear;
  options->backwards = FlagAttribute(node, "go_backwards", status);
  options->zero_masked = FlagAttribute(node, "zero_output_for_mask", status);
  options->each_step = FlagAttribute(node, "return_sequences", status);
  options->differentiable = FlagAttribute(node, "differentiable", status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(node, status);
  TF_DeleteStatus(status);
  return options;
}

// The tensors of one run, freed with it.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), inputs_(TF_NumInputs(context), nullptr) {
    for (size_t index = 0; index < inputs_.size(); index += 1)
      if (Fine()) TF_GetInput(context, static_cast<int>(index), &inputs_[index], status_);
  }

  ~Call() {
    if (!Fine()) TF_OpKernelContext_Failure(context_, status_);
    for (TF_Tensor* tensor : inputs_) if (tensor != nullptr) TF_DeleteTensor(tensor);
    for (TF_Tensor* tensor : outputs_) if (tensor != nullptr) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }

  bool Fine() const { return TF_GetCode(status_) == TF_OK; }

  void Refuse(const char* why) { TF_SetStatus(status_, TF_INVALID_ARGUMENT, why); }

  int64_t Size(int input) const { return TF_TensorElementCount(inputs_[input]); }

  int64_t Length(int input, int axis) const { return TF_Dim(inputs_[input], axis); }

  int Rank(int input) const { return TF_NumDims(inputs_[input]); }

  // Null where a tensor is empty: it stands for none.
  template <typename Element>
  const Element* In(int input) const {
    return Size(input) == 0 ? nullptr : static_cast<const Element*>(TF_TensorData(inputs_[input]));
  }

  float* Out(int output, std::vector<int64_t> shape) {
    int64_t size = sizeof(float);
    for (const int64_t length : shape) size *= length;
    if (!Fine()) return nullptr;
    TF_Tensor* tensor = TF_AllocateOutput(context_, output, TF_FLOAT, shape.data(), static_cast<int>(shape.size()), size, status_);
    outputs_.push_back(tensor);
    return Fine() && size > 0 ? static_cast<float*>(TF_TensorData(tensor)) : nullptr;
  }

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_ = TF_NewStatus();
  std::vector<TF_Tensor*> inputs_, outputs_;
};

// The inputs that both operations have first.
enum { kX, kKernel, kBias, kState, kCarry, kDropped, kKeep, kInputs };

// Whether the tensors fit each other. `x` may also be the gates, of the same shape.
bool Check(Call& call, const Options& options, Sequence* of) {
  const int gates = GatesOf(options.cell);
  if (!call.Fine()) return false;
  if (call.Rank(kX) != 3 || call.Rank(kKernel) != 2) return call.Refuse("x is not [batch, time, gates * units]"), false;
  of->cell = options.cell;
  of->activation = options.activation;
  of->backwards = options.backwards;
  of->zero_masked = options.zero_masked;
  of->each_step = options.each_step;
  of->batch = static_cast<int>(call.Length(kX, 0));
  of->time = static_cast<int>(call.Length(kX, 1));
  of->units = static_cast<int>(call.Length(kKernel, 0));
  const int64_t states = static_cast<int64_t>(of->batch) * of->units;
  const auto none_or = [&](int input, int64_t size) { return call.Size(input) == 0 || call.Size(input) == size; };
  const bool fits = call.Length(kX, 2) == gates * of->units && call.Length(kKernel, 1) == gates * of->units &&
                    call.Size(kState) == states && none_or(kBias, gates * of->units) && none_or(kDropped, states) &&
                    (options.cell != kLstm || call.Size(kCarry) == states) &&
                    none_or(kKeep, static_cast<int64_t>(of->batch) * of->time);
  if (!fits) return call.Refuse("the tensors of a sequence do not fit each other"), false;
  of->keep = call.In<uint8_t>(kKeep);
  of->dropped = call.In<float>(kDropped);
  return true;
}

void ComputeForward(void* kernel, TF_OpKernelContext* context) {
  const Options& options = *static_cast<Options*>(kernel);
  Call call(context);
  Forward run;
  if (!Check(call, options, &run.of)) return;
  const int gates = GatesOf(options.cell);
  const int64_t batch = run.of.batch, time = run.of.time, units = run.of.units;
  const bool lstm = options.cell == kLstm, apart = options.differentiable;
  run.x = call.In<float>(kX);
  run.bias = call.In<float>(kBias);
  run.state = call.In<float>(kState);
  run.carry = call.In<float>(kCarry);
  run.y = call.Out(0, options.each_step ? std::vector<int64_t>{batch, time, units} : std::vector<int64_t>{batch, units});
  run.last_state = call.Out(1, {batch, units});
  run.last_carry = call.Out(2, {lstm ? batch : 0, units});
  run.gates = call.Out(3, {apart ? batch : 0, time, gates * units});
  run.before = call.Out(4, {apart ? batch : 0, time, units});
  run.inner = call.Out(5, {apart && options.cell != kSimple ? batch : 0, time, units});
  if (!call.Fine()) return;
  const std::vector<float> packed = PackKernel(call.In<float>(kKernel), run.of.units, gates);
  run.of.kernel = packed.data();
  ShareOut(run.of, [&](int begin, int end) { BestLoops().forward(run, begin, end); });
}

void ComputeBackward(void* kernel, TF_OpKernelContext* context) {
  const Options& options = *static_cast<Options*>(kernel);
  Call call(context);
  Backward run;
  if (!Check(call, options, &run.of)) return;
  const int gates = GatesOf(options.cell);
  const int64_t batch = run.of.batch, time = run.of.time, units = run.of.units;
  const bool lstm = options.cell == kLstm, gru = options.cell == kGru;
  run.gates = call.In<float>(kX);
  run.carry = call.In<float>(kCarry);
  run.before = call.In<float>(kInputs);
  run.inner = call.In<float>(kInputs + 1);
  run.dy = call.In<float>(kInputs + 2);
  run.dlast_state = call.In<float>(kInputs + 3);
  run.dlast_carry = call.In<float>(kInputs + 4);
  const int64_t states = batch * units, sequences = states * time;
  if (call.Size(kInputs) != sequences || (options.cell != kSimple && call.Size(kInputs + 1) != sequences) ||
      call.Size(kInputs + 2) != (options.each_step ? sequences : states) || call.Size(kInputs + 3) != states ||
      (lstm && call.Size(kInputs + 4) != states))
    return call.Refuse("the gradients of a sequence do not fit it");
  run.dx = call.Out(0, {batch, time, gates * units});
  run.drecurrent = call.Out(1, {gru ? batch : 0, time, gates * units});
  run.dstate = call.Out(2, {batch, units});
  run.dcarry = call.Out(3, {lstm ? batch : 0, units});
  if (!call.Fine()) return;
  const std::vector<float> packed = PackTransposed(call.In<float>(kKernel), run.of.units, gates);
  run.of.kernel = packed.data();
  ShareOut(run.of, [&](int begin, int end) { BestLoops().backward(run, begin, end); });
}

void AnyShape(TF_ShapeInferenceContext* context, TF_Status* status) { TF_ShapeInferenceContextSetUnknownShape(context, status); }

// Registers an operation and its kernel. Returns what is wrong, nothing if all is well.
std::string Register(const char* name, const std::vector<const char*>& inputs, const std::vector<const char*>& outputs,
                     void (*compute)(void*, TF_OpKernelContext*)) {
  TF_OpDefinitionBuilder* operation = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(operation, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(operation, output);
  for (const char* attribute : {"cell: {'simple', 'lstm', 'gru', 'gruResetBefore'}", "activation: {'linear', 'relu', 'sigmoid', 'tanh'}",
                                "go_backwards: bool", "zero_output_for_mask: bool", "return_sequences: bool", "differentiable: bool"})
    TF_OpDefinitionBuilderAddAttr(operation, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(operation, AnyShape);
  TF_Status* status = TF_NewStatus();
  TF_RegisterOpDefinition(operation, status);
  if (TF_GetCode(status) == TF_OK) {
    const auto forget = [](void* options) { delete static_cast<Options*>(options); };
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(name, "CPU", CreateOptions, compute, forget);
    TF_RegisterKernelBuilder(name, kernel, status);
  }
  const std::string error = TF_GetCode(status) == TF_OK ? "" : TF_Message(status);
  TF_DeleteStatus(status);
  return error;
}

std::string RegisterAll() {
  const std::vector<const char*> sequence = {"x: float",     "kernel: float",  "bias: float", "state: float",
                                             "carry: float", "dropped: float", "keep: bool"};
  std::vector<const char*> back = sequence;
  back[kX] = "gates: float";
  for (const char* more : {"before: float", "inner: float", "dy: float", "dlast_state: float", "dlast_carry: float"})
    back.push_back(more);
  const std::string error = Register("ExpgraphRecurrence", sequence,
                                     {"y: float", "last_state: float", "last_carry: float", "gates: float", "before: float", "inner: float"},
                                     ComputeForward);
  if (!error.empty()) return error;
  return Register("ExpgraphRecurrenceGrad", back, {"dx: float", "drecurrent: float", "dstate: float", "dcarry: float"},
                  ComputeBackward);
}

napi_value Init(napi_env env, napi_value exports) {
  // Once a process, however many threads of JavaScript load it.
  static const std::string error = RegisterAll();
  if (!error.empty()) napi_throw_error(env, "EXPGRAPH_RECURRENT_OPS", error.c_str());
  napi_value instructions;
  napi_create_string_utf8(env, BestLoops().instructions, NAPI_AUTO_LENGTH, &instructions);
  napi_set_named_property(env, exports, "instructions", instructions);
  return exports;
}

}  // namespace

NAPI_MODULE(recurrent_ops, Init)
