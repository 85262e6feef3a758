// Runs graphs of TensorFlow, on a thread of Node's pool: JavaScript prepares the next batch while a step is computed. tfjs-node's
// addon can only run a saved model from a file, and everything waits for it.
#include <node_api.h>
#include <stdint.h>
#include <string.h>

#include <memory>
#include <string>
#include <vector>

#include "tensorflow/c/c_api.h"

namespace {

// A graph and the variables of its session; runs that are under way keep it.
struct Session {
  TF_Graph* graph = TF_NewGraph();
  TF_Session* session = nullptr;

  ~Session() {
    TF_Status* ignored = TF_NewStatus();
    if (session != nullptr) {
      TF_CloseSession(session, ignored);
      TF_DeleteSession(session, ignored);
    }
    TF_DeleteGraph(graph);
    TF_DeleteStatus(ignored);
  }
};

using SessionPointer = std::shared_ptr<Session>;

// One run: what goes in, what comes out.
struct Run {
  SessionPointer session;
  std::vector<TF_Output> feeds, fetches;
  std::vector<TF_Tensor*> inputs, outputs;
  std::string error;
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;

  ~Run() {
    for (TF_Tensor* tensor : inputs) TF_DeleteTensor(tensor);
    for (TF_Tensor* tensor : outputs) if (tensor != nullptr) TF_DeleteTensor(tensor);
  }

  void Compute() {
    outputs.assign(fetches.size(), nullptr);
    TF_Status* status = TF_NewStatus();
    TF_SessionRun(session->session, nullptr, feeds.data(), inputs.data(), static_cast<int>(feeds.size()), fetches.data(),
                  outputs.data(), static_cast<int>(fetches.size()), nullptr, 0, nullptr, status);
    if (TF_GetCode(status) != TF_OK) error = TF_Message(status);
    TF_DeleteStatus(status);
  }
};

napi_value Throw(napi_env env, const std::string& message) {
  napi_throw_error(env, "EXPGRAPH_GRAPH_SESSION", message.c_str());
  return nullptr;
}

std::string TextOf(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, &text[0], length + 1, &length);
  return text;
}

uint32_t LengthOf(napi_env env, napi_value array) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  return length;
}

napi_value ElementOf(napi_env env, napi_value array, uint32_t index) {
  napi_value element;
  napi_get_element(env, array, index, &element);
  return element;
}

napi_value PropertyOf(napi_env env, napi_value object, const char* name) {
  napi_value property;
  napi_get_named_property(env, object, name, &property);
  return property;
}

// The bytes of a typed array.
void BytesOf(napi_env env, napi_value array, void** bytes, size_t* size) {
  napi_typedarray_type type;
  size_t length = 0;
  napi_get_typedarray_info(env, array, &type, &length, bytes, nullptr, nullptr);
  switch (type) {
    case napi_float32_array:
    case napi_int32_array:
    case napi_uint32_array: *size = length * 4; break;
    case napi_uint8_array: *size = length; break;
    default: *size = SIZE_MAX;  // Not one that tensors are made of: it fits no shape.
  }
}

// A tensor with a copy of { dtype, shape, values }.
TF_Tensor* TensorOf(napi_env env, napi_value given) {
  int32_t dtype = 0;
  napi_get_value_int32(env, PropertyOf(env, given, "dtype"), &dtype);
  napi_value shape = PropertyOf(env, given, "shape");
  std::vector<int64_t> sizes(LengthOf(env, shape));
  for (uint32_t axis = 0; axis < sizes.size(); axis += 1) napi_get_value_int64(env, ElementOf(env, shape, axis), &sizes[axis]);
  size_t expected = TF_DataTypeSize(static_cast<TF_DataType>(dtype));
  for (const int64_t size : sizes) expected *= size;
  void* bytes = nullptr;
  size_t size = 0;
  BytesOf(env, PropertyOf(env, given, "values"), &bytes, &size);
  if (size != expected) return nullptr;
  TF_Tensor* tensor = TF_AllocateTensor(static_cast<TF_DataType>(dtype), sizes.data(), static_cast<int>(sizes.size()), size);
  if (size > 0) memcpy(TF_TensorData(tensor), bytes, size);
  return tensor;
}

napi_value ArrayOf(napi_env env, TF_Tensor* tensor) {
  const size_t size = TF_TensorByteSize(tensor);
  void* bytes = nullptr;
  napi_value buffer, array;
  napi_create_arraybuffer(env, size, &bytes, &buffer);
  if (size > 0) memcpy(bytes, TF_TensorData(tensor), size);
  const TF_DataType dtype = TF_TensorType(tensor);
  const auto type = dtype == TF_FLOAT ? napi_float32_array : dtype == TF_INT32 ? napi_int32_array : napi_uint8_array;
  napi_create_typedarray(env, type, type == napi_uint8_array ? size : size / 4, buffer, 0, &array);
  return array;
}

napi_value ResultsOf(napi_env env, const Run& run) {
  napi_value results;
  napi_create_array_with_length(env, run.outputs.size(), &results);
  for (uint32_t index = 0; index < run.outputs.size(); index += 1) {
    napi_set_element(env, results, index, ArrayOf(env, run.outputs[index]));
  }
  return results;
}

// run(session, names of feeds, their tensors, names of fetches); null after an error was thrown.
std::unique_ptr<Run> RunOf(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value given[4];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  void* held = nullptr;
  napi_get_value_external(env, given[0], &held);
  std::unique_ptr<Run> run(new Run());
  run->session = *static_cast<SessionPointer*>(held);
  if (run->session == nullptr) return Throw(env, "the session is closed"), nullptr;
  const auto find = [&](napi_value name, std::vector<TF_Output>* into) {
    const std::string text = TextOf(env, name);
    TF_Operation* operation = TF_GraphOperationByName(run->session->graph, text.c_str());
    if (operation == nullptr) return Throw(env, "the graph has no node " + text), false;
    into->push_back({operation, 0});
    return true;
  };
  for (uint32_t index = 0; index < LengthOf(env, given[1]); index += 1) {
    if (!find(ElementOf(env, given[1], index), &run->feeds)) return nullptr;
    TF_Tensor* tensor = TensorOf(env, ElementOf(env, given[2], index));
    if (tensor == nullptr) return Throw(env, "a tensor has not as many values as its shape says"), nullptr;
    run->inputs.push_back(tensor);
  }
  for (uint32_t index = 0; index < LengthOf(env, given[3]); index += 1) {
    if (!find(ElementOf(env, given[3], index), &run->fetches)) return nullptr;
  }
  return run;
}

napi_value RunNow(napi_env env, napi_callback_info info) {
  const std::unique_ptr<Run> run = RunOf(env, info);
  if (run == nullptr) return nullptr;
  run->Compute();
  return run->error.empty() ? ResultsOf(env, *run) : Throw(env, run->error);
}

void Finish(napi_env env, napi_status, void* data) {
  const std::unique_ptr<Run> run(static_cast<Run*>(data));
  if (run->error.empty()) {
    napi_resolve_deferred(env, run->deferred, ResultsOf(env, *run));
  } else {
    napi_value message, error;
    napi_create_string_utf8(env, run->error.c_str(), run->error.size(), &message);
    napi_create_error(env, nullptr, message, &error);
    napi_reject_deferred(env, run->deferred, error);
  }
  napi_delete_async_work(env, run->work);
}

napi_value RunAside(napi_env env, napi_callback_info info) {
  std::unique_ptr<Run> run = RunOf(env, info);
  if (run == nullptr) return nullptr;
  napi_value promise, name;
  napi_create_promise(env, &run->deferred, &promise);
  napi_create_string_utf8(env, "expgraph_graph_session", NAPI_AUTO_LENGTH, &name);
  const auto compute = [](napi_env, void* data) { static_cast<Run*>(data)->Compute(); };
  napi_create_async_work(env, nullptr, name, compute, Finish, run.get(), &run->work);
  napi_queue_async_work(env, run->work);
  run.release();
  return promise;
}

napi_value Open(napi_env env, napi_callback_info info) {
  size_t count = 1, size = 0;
  napi_value given[1], result;
  void* bytes = nullptr;
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  BytesOf(env, given[0], &bytes, &size);
  SessionPointer session = std::make_shared<Session>();
  TF_Status* status = TF_NewStatus();
  TF_Buffer* definition = TF_NewBufferFromString(bytes, size);
  TF_ImportGraphDefOptions* imports = TF_NewImportGraphDefOptions();
  TF_GraphImportGraphDef(session->graph, definition, imports, status);
  TF_DeleteImportGraphDefOptions(imports);
  TF_DeleteBuffer(definition);
  if (TF_GetCode(status) == TF_OK) {
    TF_SessionOptions* options = TF_NewSessionOptions();
    session->session = TF_NewSession(session->graph, options, status);
    TF_DeleteSessionOptions(options);
  }
  const std::string error = TF_GetCode(status) == TF_OK ? "" : TF_Message(status);
  TF_DeleteStatus(status);
  if (!error.empty()) return Throw(env, error);
  const auto forget = [](napi_env, void* data, void*) { delete static_cast<SessionPointer*>(data); };
  napi_create_external(env, new SessionPointer(session), forget, nullptr, &result);
  return result;
}

napi_value Close(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value given[1];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  void* held = nullptr;
  napi_get_value_external(env, given[0], &held);
  static_cast<SessionPointer*>(held)->reset();
  return nullptr;
}

napi_value Init(napi_env env, napi_value exports) {
  const struct {
    const char* name;
    napi_callback call;
  } functions[] = {{"open", Open}, {"run", RunAside}, {"runNow", RunNow}, {"close", Close}};
  for (const auto& function : functions) {
    napi_value value;
    napi_create_function(env, function.name, NAPI_AUTO_LENGTH, function.call, nullptr, &value);
    napi_set_named_property(env, exports, function.name, value);
  }
  return exports;
}

}  // namespace

NAPI_MODULE(graph_session, Init)
