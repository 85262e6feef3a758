// Runs graphs of TensorFlow, on a thread of Node's pool: JavaScript prepares the next batch while a step is computed. tfjs-node's
// addon can only run a saved model from a file, and everything waits for it.
#include <node_api.h>
#include <stdint.h>
#include <string.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/call.h"
#include "common/promised_work.h"
#include "tensorflow/c/c_api.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_GRAPH_SESSION";
constexpr napi_type_tag kSession = {0x4f7b21c86a5d4e90, 0x93e80d5cb1f62a47};
// TensorFlow ends the process where a shape has more axes, or more elements than it can count.
constexpr uint32_t kMostAxes = 254;
constexpr int64_t kMostElements = int64_t{1} << 40;

template <typename Value, void (*release)(Value*)>
struct Releaser {
  void operator()(Value* value) const { release(value); }
};

using Status = std::unique_ptr<TF_Status, Releaser<TF_Status, TF_DeleteStatus>>;
using Tensor = std::unique_ptr<TF_Tensor, Releaser<TF_Tensor, TF_DeleteTensor>>;
using Buffer = std::unique_ptr<TF_Buffer, Releaser<TF_Buffer, TF_DeleteBuffer>>;
using Imports = std::unique_ptr<TF_ImportGraphDefOptions, Releaser<TF_ImportGraphDefOptions, TF_DeleteImportGraphDefOptions>>;
using SessionOptions = std::unique_ptr<TF_SessionOptions, Releaser<TF_SessionOptions, TF_DeleteSessionOptions>>;

void MustBeFine(const Status& status) {
  if (TF_GetCode(status.get()) != TF_OK) throw std::runtime_error(TF_Message(status.get()));
}

// A graph and the variables of its session; runs that are under way keep it.
struct Session {
  TF_Graph* graph = TF_NewGraph();
  TF_Session* session = nullptr;

  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  ~Session() {
    const Status ignored(TF_NewStatus());
    if (session != nullptr) {
      TF_CloseSession(session, ignored.get());
      TF_DeleteSession(session, ignored.get());
    }
    TF_DeleteGraph(graph);
  }
};

using SessionPointer = std::shared_ptr<Session>;

// One run: what goes in, what comes out.
struct Run {
  SessionPointer session;
  std::vector<TF_Output> feeds, fetches;
  std::vector<Tensor> inputs, outputs;

  void Compute() {
    std::vector<TF_Tensor*> given, made(fetches.size(), nullptr);
    for (const Tensor& input : inputs) given.push_back(input.get());
    outputs.reserve(made.size());
    const Status status(TF_NewStatus());
    TF_SessionRun(session->session, nullptr, feeds.data(), given.data(), static_cast<int>(feeds.size()), fetches.data(), made.data(),
                  static_cast<int>(made.size()), nullptr, 0, nullptr, status.get());
    for (TF_Tensor* output : made) outputs.emplace_back(output);
    MustBeFine(status);
  }
};

// Those of a typed array, whose kind must be that of the element type.
Span<const uint8_t> BytesOf(napi_env env, napi_value array, TF_DataType dtype) {
  const auto of = [&](auto kind) -> Span<const uint8_t> {
    const auto span = ArrayOf<decltype(kind)>(env, array, "values");
    return {reinterpret_cast<const uint8_t*>(span.values), span.length * sizeof(kind)};
  };
  switch (dtype) {
    case TF_FLOAT: return of(float{});
    case TF_INT32: return of(int32_t{});
    default: return of(uint8_t{});
  }
}

bool IsKnown(int64_t dtype) { return dtype == TF_FLOAT || dtype == TF_INT32 || dtype == TF_BOOL || dtype == TF_UINT8; }

napi_value PropertyOf(napi_env env, napi_value object, const char* name) {
  napi_value property;
  if (TypeOf(env, object) != napi_object) Expect("tensors", "an array of { dtype, shape, values }");
  Must(napi_get_named_property(env, object, name, &property));
  return property;
}

// Sizes of the axes of a tensor, and how many elements it has.
std::vector<int64_t> ShapeOf(napi_env env, napi_value list, int64_t* elements) {
  if (ListLength(env, list, "shape") > kMostAxes) Expect("shape", "an array of 254 sizes at most");
  std::vector<int64_t> sizes;
  int64_t product = 1;
  *elements = 1;
  for (const napi_value size : ElementsOf(env, list, "shape", napi_number, "an array of numbers")) {
    sizes.push_back(WholeOf(env, size, "shape", 0, kMostElements));
    if (sizes.back() > 0 && product > kMostElements / sizes.back()) Expect("shape", "that of 2^40 elements at most");
    product *= std::max<int64_t>(sizes.back(), 1);
    *elements *= sizes.back();
  }
  return sizes;
}

// A tensor with a copy of { dtype, shape, values }.
Tensor TensorOf(napi_env env, napi_value given) {
  const int64_t number = WholeOf(env, PropertyOf(env, given, "dtype"), "dtype", 0, INT32_MAX);
  if (!IsKnown(number)) Expect("dtype", "float32, int32, bool or uint8");
  const auto dtype = static_cast<TF_DataType>(number);
  int64_t elements = 0;
  const std::vector<int64_t> sizes = ShapeOf(env, PropertyOf(env, given, "shape"), &elements);
  const napi_value values = PropertyOf(env, given, "values");
  const Span<const uint8_t> bytes = BytesOf(env, values, dtype);
  if (bytes.length != static_cast<size_t>(elements) * TF_DataTypeSize(dtype)) Expect("values", "an array of as many numbers as the shape says");
  Tensor tensor(TF_AllocateTensor(dtype, sizes.data(), static_cast<int>(sizes.size()), bytes.length));
  if (tensor == nullptr) throw std::bad_alloc();
  if (bytes.length > 0) memcpy(TF_TensorData(tensor.get()), bytes.values, bytes.length);
  return tensor;
}

napi_value ArrayOfTensor(napi_env env, TF_Tensor* tensor) {
  const TF_DataType dtype = TF_TensorType(tensor);
  if (!IsKnown(dtype)) throw std::invalid_argument("`fetches` must be float32, int32, bool or uint8");
  const size_t size = TF_TensorByteSize(tensor);
  void* bytes = nullptr;
  napi_value buffer, array;
  Must(napi_create_arraybuffer(env, size, &bytes, &buffer));
  if (size > 0) memcpy(bytes, TF_TensorData(tensor), size);
  const auto type = dtype == TF_FLOAT ? napi_float32_array : dtype == TF_INT32 ? napi_int32_array : napi_uint8_array;
  Must(napi_create_typedarray(env, type, size / TF_DataTypeSize(dtype), buffer, 0, &array));
  return array;
}

napi_value ResultsOf(napi_env env, const Run& run) {
  napi_value results;
  Must(napi_create_array_with_length(env, run.outputs.size(), &results));
  for (uint32_t index = 0; index < run.outputs.size(); index += 1) {
    Must(napi_set_element(env, results, index, ArrayOfTensor(env, run.outputs[index].get())));
  }
  return results;
}

std::vector<TF_Output> OutputsOf(const Arguments& given, size_t index, const char* what, const Session& session) {
  std::vector<TF_Output> outputs;
  for (const napi_value name : ElementsOf(given.env(), given[index], what, napi_string, "an array of strings")) {
    const std::string text = Utf8Of(given.env(), name, what);
    TF_Operation* operation = TF_GraphOperationByName(session.graph, text.c_str());
    if (operation == nullptr) throw std::invalid_argument("the graph has no node " + text);
    if (TF_OperationNumOutputs(operation) == 0) throw std::invalid_argument("the node " + text + " has no output");
    outputs.push_back({operation, 0});
  }
  return outputs;
}

// run(session, names of feeds, their tensors, names of fetches)
Run RunOf(const Arguments& given) {
  Run run;
  run.session = Held<Session>(given.env(), given[0], kSession, "session", "what `open` returned");
  if (run.session == nullptr) throw std::invalid_argument("the session is closed");
  run.feeds = OutputsOf(given, 1, "feeds", *run.session);
  run.fetches = OutputsOf(given, 3, "fetches", *run.session);
  for (const napi_value tensor : ElementsOf(given.env(), given[2], "tensors", napi_object, "an array of objects")) {
    run.inputs.push_back(TensorOf(given.env(), tensor));
  }
  if (run.inputs.size() != run.feeds.size()) Expect("tensors", "as many as there are feeds");
  return run;
}

napi_value RunNow(const Arguments& given) {
  Run run = RunOf(given);
  run.Compute();
  return ResultsOf(given.env(), run);
}

struct Running : Work {
  using Work::Work;
  Run run;

  void Compute() override { run.Compute(); }
  napi_value Result(napi_env env) const override { return ResultsOf(env, run); }
};

napi_value RunAside(const Arguments& given) {
  auto running = std::make_unique<Running>(given.env(), kCode);
  running->run = RunOf(given);
  return Work::Start(std::move(running));
}

// open(bytes of a GraphDef)
napi_value Open(const Arguments& given) {
  const Span<uint8_t> bytes = given.Array<uint8_t>(0, "graph");
  SessionPointer session = std::make_shared<Session>();
  const Status status(TF_NewStatus());
  const Buffer definition(TF_NewBufferFromString(bytes.values, bytes.length));
  const Imports imports(TF_NewImportGraphDefOptions());
  TF_GraphImportGraphDef(session->graph, definition.get(), imports.get(), status.get());
  MustBeFine(status);
  const SessionOptions options(TF_NewSessionOptions());
  session->session = TF_NewSession(session->graph, options.get(), status.get());
  MustBeFine(status);
  return Hold<Session>(given.env(), std::move(session), kSession);
}

// close(session): what is under way is finished.
napi_value Close(const Arguments& given) {
  Held<Session>(given.env(), given[0], kSession, "session", "what `open` returned").reset();
  return nullptr;
}

const Entry kEntries[] = {{"open", kCode, Open}, {"run", kCode, RunAside}, {"runNow", kCode, RunNow}, {"close", kCode, Close}};

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NAPI_MODULE(graph_session, Init)
