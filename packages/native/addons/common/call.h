// What the functions of all addons have in common: checked arguments, and errors of C++ that become errors of JavaScript.
#pragma once

#include <math.h>
#include <node_api.h>
#include <stdint.h>

#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace expgraph {

// Values of an array that JavaScript owns.
template <typename Value>
struct Span {
  Value* values = nullptr;
  size_t length = 0;
};

template <typename Value>
struct ArrayKind;
template <>
struct ArrayKind<uint8_t> {
  static constexpr napi_typedarray_type type = napi_uint8_array;
  static constexpr const char* name = "a Uint8Array";
};
template <>
struct ArrayKind<int32_t> {
  static constexpr napi_typedarray_type type = napi_int32_array;
  static constexpr const char* name = "an Int32Array";
};
template <>
struct ArrayKind<float> {
  static constexpr napi_typedarray_type type = napi_float32_array;
  static constexpr const char* name = "a Float32Array";
};
template <>
struct ArrayKind<double> {
  static constexpr napi_typedarray_type type = napi_float64_array;
  static constexpr const char* name = "a Float64Array";
};

// Throws unless a call of Node-API succeeded. An exception of JavaScript that it left pending goes on to the caller.
inline void Must(napi_status status) {
  if (status != napi_ok) throw std::runtime_error("Node-API failed with status " + std::to_string(status));
}

[[noreturn]] inline void Expect(const std::string& name, const std::string& what) {
  throw std::invalid_argument("`" + name + "` must be " + what);
}

// Null where the value is no typed array of this kind; a length of 0 also where its memory was transferred to another thread.
template <typename Value>
bool TakeArray(napi_env env, napi_value value, Span<Value>* span) {
  bool is_array = false;
  napi_typedarray_type type;
  void* data = nullptr;
  if (napi_is_typedarray(env, value, &is_array) != napi_ok || !is_array) return false;
  Must(napi_get_typedarray_info(env, value, &type, &span->length, &data, nullptr, nullptr));
  if (type != ArrayKind<Value>::type) return false;
  if (data == nullptr) span->length = 0;
  span->values = static_cast<Value*>(data);
  return true;
}

template <typename Value>
Span<Value> ArrayOf(napi_env env, napi_value value, const std::string& name) {
  Span<Value> span;
  if (!TakeArray(env, value, &span)) Expect(name, ArrayKind<Value>::name);
  return span;
}

inline napi_valuetype TypeOf(napi_env env, napi_value value) {
  napi_valuetype type;
  Must(napi_typeof(env, value, &type));
  return type;
}

inline std::string Utf8Of(napi_env env, napi_value value, const std::string& name) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) Expect(name, "a string");
  // Room for the zero that Node-API puts behind.
  std::string text(length + 1, '\0');
  Must(napi_get_value_string_utf8(env, value, &text[0], text.size(), &length));
  text.resize(length);
  if (text.find('\0') != std::string::npos) Expect(name, "a string without null characters");
  return text;
}

inline uint32_t ListLength(napi_env env, napi_value list, const std::string& name) {
  uint32_t length = 0;
  if (napi_get_array_length(env, list, &length) != napi_ok) Expect(name, "an array");
  return length;
}

// All elements of an array, which are of one type: the first of another ends it, also where an array says it has billions of elements. Getters
// may run: pointers into buffers are only good if they are taken after that.
inline std::vector<napi_value> ElementsOf(napi_env env, napi_value list, const std::string& name, napi_valuetype type, const char* what) {
  const uint32_t length = ListLength(env, list, name);
  std::vector<napi_value> elements;
  for (uint32_t index = 0; index < length; index += 1) {
    napi_value element;
    Must(napi_get_element(env, list, index, &element));
    if (TypeOf(env, element) != type) Expect(name, what);
    elements.push_back(element);
  }
  return elements;
}

inline int64_t WholeOf(napi_env env, napi_value value, const std::string& name, int64_t least, int64_t most) {
  double number = NAN;
  const bool is_number = napi_get_value_double(env, value, &number) == napi_ok;
  // Most is below 2^53: the comparisons are exact, and false for what is not a number.
  if (is_number && number >= static_cast<double>(least) && number <= static_cast<double>(most) && number == trunc(number))
    return static_cast<int64_t>(number);
  const std::string found = is_number ? ", not " + std::to_string(number) : "";
  Expect(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + found);
}

// The arguments of a call; those that are missing are undefined.
class Arguments {
 public:
  static constexpr size_t kMost = 9;

  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    size_t count = kMost;
    Must(napi_get_cb_info(env, info, &count, given_, nullptr, nullptr));
  }

  napi_env env() const { return env_; }
  napi_value operator[](size_t index) const { return given_[index]; }

  bool IsUndefined(size_t index) const { return TypeOf(env_, given_[index]) == napi_undefined; }

  template <typename Value>
  Span<Value> Array(size_t index, const char* name) const {
    return ArrayOf<Value>(env_, given_[index], name);
  }

  int64_t Whole(size_t index, const char* name, int64_t least, int64_t most) const {
    return WholeOf(env_, given_[index], name, least, most);
  }

  double Number(size_t index, const char* name) const {
    double number = 0;
    if (napi_get_value_double(env_, given_[index], &number) != napi_ok) Expect(name, "a number");
    return number;
  }

  bool Flag(size_t index, const char* name) const {
    bool flag = false;
    if (napi_get_value_bool(env_, given_[index], &flag) != napi_ok) Expect(name, "a boolean");
    return flag;
  }

 private:
  napi_env env_;
  napi_value given_[kMost] = {};
};

// A call from JavaScript: what `function` throws is thrown there, with a code and the name of what was called.
struct Entry {
  const char* name;
  const char* code;
  napi_value (*function)(const Arguments&);

  static napi_value Call(napi_env env, napi_callback_info info) {
    void* data = nullptr;
    if (napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data) != napi_ok) return nullptr;
    const Entry& entry = *static_cast<const Entry*>(data);
    std::string message;
    try {
      return entry.function(Arguments(env, info));
    } catch (const std::bad_alloc&) {
      message = "out of memory";
    } catch (const std::exception& error) {
      message = error.what();
    }
    bool pending = false;
    napi_is_exception_pending(env, &pending);
    if (!pending) napi_throw_error(env, entry.code, (std::string(entry.name) + ": " + message).c_str());
    return nullptr;
  }
};

// `entries` must stay: they are static.
template <size_t count>
void Export(napi_env env, napi_value exports, const Entry (&entries)[count]) {
  for (const Entry& entry : entries) {
    napi_value function;
    Must(napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, Entry::Call, const_cast<Entry*>(&entry), &function));
    Must(napi_set_named_property(env, exports, entry.name, function));
  }
}

// An object of JavaScript's that holds something of C++. `tag` says what it is: one of another addon is never taken for it.
template <typename Value>
napi_value Hold(napi_env env, std::shared_ptr<Value> value, const napi_type_tag& tag) {
  napi_value object;
  Must(napi_create_object(env, &object));
  Must(napi_type_tag_object(env, object, &tag));
  auto held = std::make_unique<std::shared_ptr<Value>>(std::move(value));
  const auto release = [](napi_env, void* data, void*) { delete static_cast<std::shared_ptr<Value>*>(data); };
  Must(napi_wrap(env, object, held.get(), release, nullptr, nullptr));
  held.release();
  return object;
}

template <typename Value>
std::shared_ptr<Value>& Held(napi_env env, napi_value object, const napi_type_tag& tag, const char* name, const char* what) {
  bool tagged = false;
  void* held = nullptr;
  const bool known = TypeOf(env, object) == napi_object && napi_check_object_type_tag(env, object, &tag, &tagged) == napi_ok && tagged;
  if (!known || napi_unwrap(env, object, &held) != napi_ok) Expect(name, what);
  return *static_cast<std::shared_ptr<Value>*>(held);
}

}  // namespace expgraph
