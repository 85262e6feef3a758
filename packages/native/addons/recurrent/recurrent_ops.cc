// TensorFlow operations that run a recurrent cell over a sequence, forward and backward: `ExpgraphRecurrence` and
// `ExpgraphRecurrenceGrad`. TensorFlow's own operation, for the LSTM only, distributes each timestep over all threads,
// which wait longer than they work. Loading the addon registers the operations, for eager execution and graphs.
#include <napi.h>
#include <stdint.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "common/call.h"
#include "common/generated/enums.h"
#include "common/tensorflow_ptr.h"
#include "recurrent/recurrence.h"
#include "recurrent/sequence_run.h"

using namespace expgraph;

namespace {

// The attributes of a node.
struct Options {
  Cell cell = Cell::kSimple;
  Activation activation = Activation::kTanh;
  bool backwards = false, zero_masked = false, each_step = false, differentiable = false;
};

bool IsOk(const StatusPtr& status) { return TF_GetCode(status.get()) == TF_OK; }

std::string StringAttribute(TF_OpKernelConstruction* node, const char* name, const StatusPtr& status) {
  int32_t length = 0, size = 0;
  if (IsOk(status)) TF_OpKernelConstruction_GetAttrSize(node, name, &length, &size, status.get());
  std::string text(std::max(size, 0), '\0');
  if (IsOk(status)) TF_OpKernelConstruction_GetAttrString(node, name, text.data(), text.size(), status.get());
  return text;
}

bool BoolAttribute(TF_OpKernelConstruction* node, const char* name, const StatusPtr& status) {
  TF_Bool flag = 0;
  if (IsOk(status)) TF_OpKernelConstruction_GetAttrBool(node, name, &flag, status.get());
  return flag != 0;
}

// Returns the member of an enumeration. TensorFlow has checked its name against the definition of the attribute.
template <typename Enum, size_t count>
Enum MemberOf(const char* const (&names)[count], const std::string& name) {
  return static_cast<Enum>(std::find(names, names + count - 1, name) - names);
}

void* CreateOptions(TF_OpKernelConstruction* node) {
  const StatusPtr status = NewStatus();
  auto options = std::make_unique<Options>();
  options->cell = MemberOf<Cell>(kCellNames, StringAttribute(node, "cell", status));
  options->activation = MemberOf<Activation>(kActivationNames, StringAttribute(node, "activation", status));
  options->backwards = BoolAttribute(node, "go_backwards", status);
  options->zero_masked = BoolAttribute(node, "zero_output_for_mask", status);
  options->each_step = BoolAttribute(node, "return_sequences", status);
  options->differentiable = BoolAttribute(node, "differentiable", status);
  if (!IsOk(status)) TF_OpKernelConstruction_Failure(node, status.get());
  return options.release();
}

// One call of a kernel, with its inputs and outputs.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), inputs_(TF_NumInputs(context)) {
    for (size_t index = 0; index < inputs_.size() && IsOk(status_); index += 1) {
      TF_Tensor* input = nullptr;
      TF_GetInput(context, static_cast<int>(index), &input, status_.get());
      inputs_[index].reset(input);
    }
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  ~Call() {
    if (!IsOk(status_)) TF_OpKernelContext_Failure(context_, status_.get());
  }

  // Throws the error of TensorFlow, if there was one.
  void ThrowUnlessOk() const {
    if (!IsOk(status_)) throw std::runtime_error(TF_Message(status_.get()));
  }

  // Makes the kernel fail. The first error is kept.
  void Fail(const char* why) {
    if (IsOk(status_)) TF_SetStatus(status_.get(), TF_INVALID_ARGUMENT, why);
  }

  int64_t Size(int input) const { return TF_TensorElementCount(inputs_[input].get()); }

  int64_t Length(int input, int axis) const { return TF_Dim(inputs_[input].get(), axis); }

  int Rank(int input) const { return TF_NumDims(inputs_[input].get()); }

  // Returns null for an empty tensor, which means an absent one.
  template <typename Element>
  const Element* In(int input) const {
    return Size(input) == 0 ? nullptr : static_cast<const Element*>(TF_TensorData(inputs_[input].get()));
  }

  float* Out(int output, std::vector<int64_t> shape) {
    size_t size = sizeof(float);
    for (const int64_t length : shape) {
      if (length > 0 && size > SIZE_MAX / 2 / static_cast<size_t>(length))
        Fail("an output has more elements than memory can hold");
      size *= static_cast<size_t>(length);
    }
    if (!IsOk(status_)) return nullptr;
    TF_Tensor* tensor = TF_AllocateOutput(context_, output, TF_FLOAT, shape.data(), static_cast<int>(shape.size()),
                                          size, status_.get());
    outputs_.emplace_back(tensor);
    return IsOk(status_) && size > 0 ? static_cast<float*>(TF_TensorData(tensor)) : nullptr;
  }

 private:
  TF_OpKernelContext* context_;
  StatusPtr status_ = NewStatus();
  std::vector<TensorPtr> inputs_, outputs_;
};

// The first inputs of both operations.
enum { kX, kKernel, kBias, kState, kCarry, kDropped, kKeep, kInputs };

// Checks the shapes of all tensors, and sets the members of `of`. `x` may also be the gates, which have the same shape.
void Check(const Call& call, const Options& options, Sequence* of) {
  call.ThrowUnlessOk();
  const int64_t gates = GatesOf(options.cell);
  if (call.Rank(kX) != 3 || call.Rank(kKernel) != 2)
    throw std::invalid_argument("x must be [batch, time, gates * units]");
  const int64_t batch = call.Length(kX, 0), time = call.Length(kX, 1), units = call.Length(kKernel, 0);
  if (batch > kMostSteps || time > kMostSteps || units > kMostUnits)
    throw std::invalid_argument("a sequence must have fewer than 2^31 rows and timesteps, and at most 2^20 units");
  // No overflow: x has more elements than a state, and TensorFlow has counted them.
  const int64_t states = batch * units;
  const auto none_or = [&](int input, int64_t size) { return call.Size(input) == 0 || call.Size(input) == size; };
  const bool fits = call.Length(kX, 2) == gates * units && call.Length(kKernel, 1) == gates * units &&
                    call.Size(kState) == states && none_or(kBias, gates * units) && none_or(kDropped, states) &&
                    (options.cell != Cell::kLstm || call.Size(kCarry) == states) && none_or(kKeep, batch * time);
  if (!fits) throw std::invalid_argument("the shapes of the tensors of a sequence do not match");
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
  const bool lstm = options.cell == Cell::kLstm, apart = options.differentiable;
  run.x = call.In<float>(kX);
  run.bias = call.In<float>(kBias);
  run.state = call.In<float>(kState);
  run.carry = call.In<float>(kCarry);
  run.y =
      call.Out(0, options.each_step ? std::vector<int64_t>{batch, time, units} : std::vector<int64_t>{batch, units});
  run.last_state = call.Out(1, {batch, units});
  run.last_carry = call.Out(2, {lstm ? batch : 0, units});
  run.gates = call.Out(3, {apart ? batch : 0, time, gates * units});
  run.before = call.Out(4, {apart ? batch : 0, time, units});
  run.inner = call.Out(5, {apart && options.cell != Cell::kSimple ? batch : 0, time, units});
  call.ThrowUnlessOk();
  RunForward(run, call.In<float>(kKernel), BestLoops());
}

void Backwards(const Options& options, Call& call) {
  Backward run;
  Check(call, options, &run.of);
  const int gates = GatesOf(options.cell);
  const int64_t batch = run.of.batch, time = run.of.time, units = run.of.units;
  const bool lstm = options.cell == Cell::kLstm, gru = options.cell == Cell::kGru;
  run.gates = call.In<float>(kX);
  run.carry = call.In<float>(kCarry);
  run.before = call.In<float>(kInputs);
  run.inner = call.In<float>(kInputs + 1);
  run.dy = call.In<float>(kInputs + 2);
  run.dlast_state = call.In<float>(kInputs + 3);
  run.dlast_carry = call.In<float>(kInputs + 4);
  const int64_t states = batch * units, sequences = states * time;
  if (call.Size(kInputs) != sequences || (options.cell != Cell::kSimple && call.Size(kInputs + 1) != sequences) ||
      call.Size(kInputs + 2) != (options.each_step ? sequences : states) || call.Size(kInputs + 3) != states ||
      (lstm && call.Size(kInputs + 4) != states))
    throw std::invalid_argument("the shapes of the gradients of a sequence do not match");
  run.dx = call.Out(0, {batch, time, gates * units});
  run.drecurrent = call.Out(1, {gru ? batch : 0, time, gates * units});
  run.dstate = call.Out(2, {batch, units});
  run.dcarry = call.Out(3, {lstm ? batch : 0, units});
  call.ThrowUnlessOk();
  RunBackward(run, call.In<float>(kKernel), BestLoops());
}

// TensorFlow is compiled without exceptions: none may reach it.
template <void (*compute)(const Options&, Call&)>
void Compute(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  try {
    compute(*static_cast<Options*>(kernel), call);
  } catch (const std::exception& error) {
    call.Fail(MessageOf(error).c_str());
  }
}

void AnyShape(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

// Returns the definition of an attribute with some values: "cell: {'simple', 'lstm'}".
template <size_t count>
std::string AttributeOf(const char* name, const char* const (&values)[count]) {
  std::string definition = std::string(name) + ": {";
  for (size_t index = 0; index < count; index += 1)
    definition += std::string(index > 0 ? ", " : "") + "'" + values[index] + "'";
  return definition + "}";
}

// Registers an operation and its kernel. Returns the error, empty if there was none.
std::string Register(const char* name, const std::vector<const char*>& inputs, const std::vector<const char*>& outputs,
                     void (*compute)(void*, TF_OpKernelContext*)) {
  OpDefinitionBuilderPtr operation(TF_NewOpDefinitionBuilder(name));
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(operation.get(), input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(operation.get(), output);
  const std::string attributes[] = {AttributeOf("cell", kCellNames),
                                    AttributeOf("activation", kActivationNames),
                                    "go_backwards: bool",
                                    "zero_output_for_mask: bool",
                                    "return_sequences: bool",
                                    "differentiable: bool"};
  for (const std::string& attribute : attributes) TF_OpDefinitionBuilderAddAttr(operation.get(), attribute.c_str());
  TF_OpDefinitionBuilderSetShapeInferenceFunction(operation.get(), AnyShape);
  const StatusPtr status = NewStatus();
  TF_RegisterOpDefinition(operation.release(), status.get());
  if (IsOk(status)) {
    const auto destroy = [](void* options) {
      const std::unique_ptr<Options> destroyed(static_cast<Options*>(options));
    };
    KernelBuilderPtr kernel(TF_NewKernelBuilder(name, "CPU", CreateOptions, compute, destroy));
    TF_RegisterKernelBuilder(name, kernel.release(), status.get());
  }
  return IsOk(status) ? "" : TF_Message(status.get());
}

std::string RegisterAll() {
  const std::vector<const char*> sequence = {"x: float",     "kernel: float",  "bias: float", "state: float",
                                             "carry: float", "dropped: float", "keep: bool"};
  std::vector<const char*> back = sequence;
  back[kX] = "gates: float";
  for (const char* more : {"before: float", "inner: float", "dy: float", "dlast_state: float", "dlast_carry: float"})
    back.push_back(more);
  std::string error =
      Register("ExpgraphRecurrence", sequence,
               {"y: float", "last_state: float", "last_carry: float", "gates: float", "before: float", "inner: float"},
               Compute<Forwards>);
  if (!error.empty()) return error;
  return Register("ExpgraphRecurrenceGrad", back, {"dx: float", "drecurrent: float", "dstate: float", "dcarry: float"},
                  Compute<Backwards>);
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  // Once per process, whichever thread of JavaScript loads it first.
  static const std::string error = RegisterAll();
  if (!error.empty()) throw ErrorOf(env, "EXPGRAPH_RECURRENT_OPS", error);
  exports.Set("instructions", Napi::String::New(env, BestLoops().instructions));
  return exports;
}

}  // namespace

NODE_API_MODULE(recurrent_ops, Init)
