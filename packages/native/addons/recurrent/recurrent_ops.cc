// Operations of TensorFlow that take a sequence through a recurrent cell, and back: `ExpgraphRecurrence` and `ExpgraphRecurrenceGrad`.
// TensorFlow has one for the LSTM alone, which shares each step out over all threads: waiting takes them longer than the work. Loading
// this registers them, for single operations and graphs alike.
#include <node_api.h>
#include <stdint.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "common/call.h"
#include "recurrent/recurrence.h"
#include "recurrent/sequence_run.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

using namespace expgraph;

namespace {

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
  auto options = std::make_unique<Options>();
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
  return options.release();
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

  // Throws what TensorFlow says is wrong.
  void Must() const {
    if (!Fine()) throw std::runtime_error(TF_Message(status_));
  }

  // What was wrong first stays.
  void Refuse(const char* why) {
    if (Fine()) TF_SetStatus(status_, TF_INVALID_ARGUMENT, why);
  }

  int64_t Size(int input) const { return TF_TensorElementCount(inputs_[input]); }

  int64_t Length(int input, int axis) const { return TF_Dim(inputs_[input], axis); }

  int Rank(int input) const { return TF_NumDims(inputs_[input]); }

  // Null where a tensor is empty: it stands for none.
  template <typename Element>
  const Element* In(int input) const {
    return Size(input) == 0 ? nullptr : static_cast<const Element*>(TF_TensorData(inputs_[input]));
  }

  float* Out(int output, std::vector<int64_t> shape) {
    size_t size = sizeof(float);
    for (const int64_t length : shape) {
      if (length > 0 && size > SIZE_MAX / 2 / static_cast<size_t>(length)) Refuse("an output has more elements than memory can have");
      size *= static_cast<size_t>(length);
    }
    if (!Fine()) return nullptr;
    outputs_.push_back(nullptr);
    TF_Tensor*& tensor = outputs_.back();
    tensor = TF_AllocateOutput(context_, output, TF_FLOAT, shape.data(), static_cast<int>(shape.size()), size, status_);
    return Fine() && size > 0 ? static_cast<float*>(TF_TensorData(tensor)) : nullptr;
  }

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_ = TF_NewStatus();
  std::vector<TF_Tensor*> inputs_, outputs_;
};

// The inputs that both operations have first.
enum { kX, kKernel, kBias, kState, kCarry, kDropped, kKeep, kInputs };

// Throws unless the tensors fit each other. `x` may also be the gates, of the same shape.
void Check(Call& call, const Options& options, Sequence* of) {
  call.Must();
  const int64_t gates = GatesOf(options.cell);
  if (call.Rank(kX) != 3 || call.Rank(kKernel) != 2) throw std::invalid_argument("x must be [batch, time, gates * units]");
  const int64_t batch = call.Length(kX, 0), time = call.Length(kX, 1), units = call.Length(kKernel, 0);
  if (batch > kMostSteps || time > kMostSteps || units > kMostUnits)
    throw std::invalid_argument("a sequence must have below 2^31 rows and timesteps, and 2^20 units at most");
  // TensorFlow has counted the elements of x, which are more than those of a state.
  const int64_t states = batch * units;
  const auto none_or = [&](int input, int64_t size) { return call.Size(input) == 0 || call.Size(input) == size; };
  const bool fits = call.Length(kX, 2) == gates * units && call.Length(kKernel, 1) == gates * units && call.Size(kState) == states &&
                    none_or(kBias, gates * units) && none_or(kDropped, states) && (options.cell != kLstm || call.Size(kCarry) == states) &&
                    none_or(kKeep, batch * time);
  if (!fits) throw std::invalid_argument("the tensors of a sequence do not fit each other");
  of->cell = options.cell;
  of->activation = options.activation;
  of->backwards = options.backwards;
  of->zero_masked = options.zero_masked;
  of->each_step = options.each_step;
  of->batch = static_cast<int>(batch);
  of->time = static_cast<int>(time);
  of->units = static_cast<int>(units);
  of->kernel = nullptr;
  of->keep = call.In<uint8_t>(kKeep);
  of->dropped = call.In<float>(kDropped);
}

void Forwards(const Options& options, Call& call) {
  Forward run;
  Check(call, options, &run.of);
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
  call.Must();
  RunForward(run, call.In<float>(kKernel), BestLoops());
}

void Backwards(const Options& options, Call& call) {
  Backward run;
  Check(call, options, &run.of);
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
    throw std::invalid_argument("the gradients of a sequence do not fit it");
  run.dx = call.Out(0, {batch, time, gates * units});
  run.drecurrent = call.Out(1, {gru ? batch : 0, time, gates * units});
  run.dstate = call.Out(2, {batch, units});
  run.dcarry = call.Out(3, {lstm ? batch : 0, units});
  call.Must();
  RunBackward(run, call.In<float>(kKernel), BestLoops());
}

// TensorFlow's code knows no exceptions: none may reach it.
template <void (*compute)(const Options&, Call&)>
void Compute(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  try {
    compute(*static_cast<Options*>(kernel), call);
  } catch (const std::bad_alloc&) {
    call.Refuse("out of memory");
  } catch (const std::exception& error) {
    call.Refuse(error.what());
  }
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
                                     Compute<Forwards>);
  if (!error.empty()) return error;
  return Register("ExpgraphRecurrenceGrad", back, {"dx: float", "drecurrent: float", "dstate: float", "dcarry: float"},
                  Compute<Backwards>);
}

napi_value Init(napi_env env, napi_value exports) {
  // Once a process, however many threads of JavaScript load it.
  static const std::string error = RegisterAll();
  if (!error.empty()) napi_throw_error(env, "EXPGRAPH_RECURRENT_OPS", error.c_str());
  if (!error.empty()) return nullptr;
  napi_value instructions;
  Must(napi_create_string_utf8(env, BestLoops().instructions, NAPI_AUTO_LENGTH, &instructions));
  Must(napi_set_named_property(env, exports, "instructions", instructions));
  return exports;
}

}  // namespace

NAPI_MODULE(recurrent_ops, Init)
