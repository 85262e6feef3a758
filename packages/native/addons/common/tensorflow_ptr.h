// Owning pointers to the objects of TensorFlow's C API. Nothing else in this folder deletes them.
#pragma once

#include <memory>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace expgraph {

template <typename Object, void (*destroy)(Object*)>
struct TensorflowDeleter {
  void operator()(Object* object) const { destroy(object); }
};

template <typename Object, void (*destroy)(Object*)>
using TensorflowPtr = std::unique_ptr<Object, TensorflowDeleter<Object, destroy>>;

using StatusPtr = TensorflowPtr<TF_Status, TF_DeleteStatus>;
using TensorPtr = TensorflowPtr<TF_Tensor, TF_DeleteTensor>;
using BufferPtr = TensorflowPtr<TF_Buffer, TF_DeleteBuffer>;
using GraphPtr = TensorflowPtr<TF_Graph, TF_DeleteGraph>;
using ImportOptionsPtr = TensorflowPtr<TF_ImportGraphDefOptions, TF_DeleteImportGraphDefOptions>;
using SessionOptionsPtr = TensorflowPtr<TF_SessionOptions, TF_DeleteSessionOptions>;
// TF_RegisterOpDefinition and TF_RegisterKernelBuilder take these over: `release` them into the call.
using OpDefinitionBuilderPtr = TensorflowPtr<TF_OpDefinitionBuilder, TF_DeleteOpDefinitionBuilder>;
using KernelBuilderPtr = TensorflowPtr<TF_KernelBuilder, TF_DeleteKernelBuilder>;

inline StatusPtr NewStatus() { return StatusPtr(TF_NewStatus()); }

inline void CloseAndDeleteSession(TF_Session* session) {
  const StatusPtr ignored = NewStatus();
  TF_CloseSession(session, ignored.get());
  TF_DeleteSession(session, ignored.get());
}

using SessionPtr = TensorflowPtr<TF_Session, CloseAndDeleteSession>;

}  // namespace expgraph
