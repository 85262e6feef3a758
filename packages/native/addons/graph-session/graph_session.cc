// Runs TensorFlow graphs on a thread of Node's pool, so that JavaScript prepares the next batch while a step is
// computed. The addon of tfjs-node can only run a saved model from a file, and blocks the thread of JavaScript
// meanwhile.
#include <napi.h>
#include <stdint.h>
#include <string.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "common/call.h"
#include "common/generated/enums.h"
#include "common/tensorflow_ptr.h"
#include "common/work.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_GRAPH_SESSION";
constexpr napi_type_tag kSession = {0x4f7b21c86a5d4e90, 0x93e80d5cb1f62a47};
// TensorFlow ends the process for a shape with more axes, or with more elements than it can count.
constexpr uint32_t kMostAxes = 254;
constexpr int64_t kMostElements = int64_t{1} << 40;

static_assert(static_cast<int>(DataType::kFloat32) == TF_FLOAT && static_cast<int>(DataType::kInt32) == TF_INT32 &&
                  static_cast<int>(DataType::kUint8) == TF_UINT8 && static_cast<int>(DataType::kBool) == TF_BOOL,
              "data types have the numbers of TensorFlow");

void ThrowUnlessOk(const StatusPtr& status) {
  if (TF_GetCode(status.get()) != TF_OK) throw std::runtime_error(TF_Message(status.get()));
}

// A graph, and a session with its variables. Pending runs keep it alive.
struct Session {
  GraphPtr graph{TF_NewGraph()};
  SessionPtr session;
};

// One run of a session, with its inputs and outputs.
struct Run {
  std::shared_ptr<Session> session;
  std::vector<TF_Output> feeds, fetches;
  std::vector<TensorPtr> inputs, outputs;

  void Compute() {
    std::vector<TF_Tensor*> given, made(fetches.size(), nullptr);
    given.reserve(inputs.size());
    for (const TensorPtr& input : inputs) given.push_back(input.get());
    outputs.reserve(made.size());
    const StatusPtr status = NewStatus();
    TF_SessionRun(session->session.get(), nullptr, feeds.data(), given.data(), static_cast<int>(feeds.size()),
                  fetches.data(), made.data(), static_cast<int>(made.size()), nullptr, 0, nullptr, status.get());
    for (TF_Tensor* output : made) outputs.emplace_back(output);
    ThrowUnlessOk(status);
  }
};

// Returns the bytes of a typed array, whose kind must be that of the data type.
Span<const uint8_t> BytesOf(const Napi::Value& array, TF_DataType dtype) {
  const auto of = [&](auto kind) -> Span<const uint8_t> {
    const auto span = ArrayOf<decltype(kind)>(array, "values");
    return {reinterpret_cast<const uint8_t*>(span.values), span.length * sizeof(kind)};
  };
  switch (dtype) {
    case TF_FLOAT: return of(float{});
    case TF_INT32: return of(int32_t{});
    default: return of(uint8_t{});
  }
}

bool IsSupported(int64_t dtype) {
  return dtype == TF_FLOAT || dtype == TF_INT32 || dtype == TF_BOOL || dtype == TF_UINT8;
}

Napi::Value PropertyOf(const Napi::Value& object, const char* name) {
  if (object.Type() != napi_object) Expect("tensors", "an array of { dtype, shape, values }");
  return object.As<Napi::Object>().Get(name);
}

// Returns the sizes of the axes of a tensor, and sets the number of its elements.
std::vector<int64_t> ShapeOf(const Napi::Value& list, int64_t* elements) {
  if (ListLength(list, "shape") > kMostAxes) Expect("shape", "an array of at most 254 sizes");
  std::vector<int64_t> sizes;
  int64_t product = 1;
  *elements = 1;
  for (const Napi::Value& size : ElementsOf(list, "shape", napi_number, "an array of numbers")) {
    sizes.push_back(IntegerOf(size, "shape", 0, kMostElements));
    if (sizes.back() > 0 && product > kMostElements / sizes.back()) Expect("shape", "that of at most 2^40 elements");
    product *= std::max<int64_t>(sizes.back(), 1);
    *elements *= sizes.back();
  }
  return sizes;
}

// Returns a tensor with a copy of { dtype, shape, values }.
TensorPtr TensorOf(const Napi::Value& given) {
  const int64_t number = IntegerOf(PropertyOf(given, "dtype"), "dtype", 0, INT32_MAX);
  if (!IsSupported(number)) Expect("dtype", "float32, int32, bool or uint8");
  const auto dtype = static_cast<TF_DataType>(number);
  int64_t elements = 0;
  const std::vector<int64_t> sizes = ShapeOf(PropertyOf(given, "shape"), &elements);
  const Span<const uint8_t> bytes = BytesOf(PropertyOf(given, "values"), dtype);
  if (bytes.length != static_cast<size_t>(elements) * TF_DataTypeSize(dtype))
    Expect("values", "an array of as many numbers as the shape has elements");
  TensorPtr tensor(TF_AllocateTensor(dtype, sizes.data(), static_cast<int>(sizes.size()), bytes.length));
  if (tensor == nullptr) throw std::bad_alloc();
  if (bytes.length > 0) memcpy(TF_TensorData(tensor.get()), bytes.values, bytes.length);
  return tensor;
}

Napi::Value ArrayOfTensor(Napi::Env env, const TensorPtr& tensor) {
  const TF_DataType dtype = TF_TensorType(tensor.get());
  if (!IsSupported(dtype)) throw std::invalid_argument("`fetches` must be float32, int32, bool or uint8");
  const size_t size = TF_TensorByteSize(tensor.get()), length = size / TF_DataTypeSize(dtype);
  Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(env, size);
  if (size > 0) memcpy(buffer.Data(), TF_TensorData(tensor.get()), size);
  switch (dtype) {
    case TF_FLOAT: return Napi::Float32Array::New(env, length, buffer, 0);
    case TF_INT32: return Napi::Int32Array::New(env, length, buffer, 0);
    default: return Napi::Uint8Array::New(env, length, buffer, 0);
  }
}

Napi::Value ResultsOf(Napi::Env env, const Run& run) {
  Napi::Array results = Napi::Array::New(env, run.outputs.size());
  for (uint32_t index = 0; index < run.outputs.size(); index += 1) {
    results.Set(index, ArrayOfTensor(env, run.outputs[index]));
  }
  return results;
}

std::vector<TF_Output> OutputsOf(const Arguments& given, size_t index, const char* what, const Session& session) {
  std::vector<TF_Output> outputs;
  for (const Napi::Value& name : ElementsOf(given[index], what, napi_string, "an array of strings")) {
    const std::string text = Utf8Of(name, what);
    TF_Operation* operation = TF_GraphOperationByName(session.graph.get(), text.c_str());
    if (operation == nullptr) throw std::invalid_argument("the graph has no node " + text);
    if (TF_OperationNumOutputs(operation) == 0) throw std::invalid_argument("the node " + text + " has no output");
    outputs.push_back({operation, 0});
  }
  return outputs;
}

std::shared_ptr<Session>& SessionOf(const Arguments& given) {
  return Held<Session>(given[0], kSession, "session", "a session returned by `open`");
}

// (session, names of feeds, their tensors, names of fetches)
Run RunOf(const Arguments& given) {
  Run run;
  run.session = SessionOf(given);
  if (run.session == nullptr) throw std::invalid_argument("the session is closed");
  run.feeds = OutputsOf(given, 1, "feeds", *run.session);
  run.fetches = OutputsOf(given, 3, "fetches", *run.session);
  for (const Napi::Value& tensor : ElementsOf(given[2], "tensors", napi_object, "an array of objects")) {
    run.inputs.push_back(TensorOf(tensor));
  }
  if (run.inputs.size() != run.feeds.size()) Expect("tensors", "as many as there are feeds");
  return run;
}

// runNow(session, names of feeds, their tensors, names of fetches): typed arrays of the fetches.
Napi::Value RunNow(const Arguments& given) {
  Run run = RunOf(given);
  run.Compute();
  return ResultsOf(given.Env(), run);
}

struct RunWork : Work {
  using Work::Work;
  Run run;

  void Compute() override { run.Compute(); }
  Napi::Value Result(Napi::Env env) const override { return ResultsOf(env, run); }
};

// run(...): a promise of the results of `runNow`, computed on another thread.
Napi::Value RunAsync(const Arguments& given) {
  auto work = std::make_unique<RunWork>(given.Env(), kCode);
  work->run = RunOf(given);
  return Work::Start(std::move(work));
}

// open(bytes of a GraphDef): a session.
Napi::Value Open(const Arguments& given) {
  const Span<uint8_t> bytes = given.Array<uint8_t>(0, "graph");
  auto session = std::make_shared<Session>();
  const StatusPtr status = NewStatus();
  const BufferPtr definition(TF_NewBufferFromString(bytes.values, bytes.length));
  const ImportOptionsPtr imports(TF_NewImportGraphDefOptions());
  TF_GraphImportGraphDef(session->graph.get(), definition.get(), imports.get(), status.get());
  ThrowUnlessOk(status);
  const SessionOptionsPtr options(TF_NewSessionOptions());
  session->session.reset(TF_NewSession(session->graph.get(), options.get(), status.get()));
  ThrowUnlessOk(status);
  return Hold<Session>(given.Env(), std::move(session), kSession);
}

// close(session). Pending runs still finish.
Napi::Value Close(const Arguments& given) {
  SessionOf(given).reset();
  return given.Env().Undefined();
}

const Entry kEntries[] = {
    {"open", kCode, Open}, {"run", kCode, RunAsync}, {"runNow", kCode, RunNow}, {"close", kCode, Close}};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NODE_API_MODULE(graph_session, Init)
