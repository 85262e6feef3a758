// Checked arguments, held objects and errors of the functions that addons export: what node-addon-api lacks.
#pragma once

#include <math.h>
#include <napi.h>
#include <stddef.h>
#include <stdint.h>

#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace expgraph {

// Values of a typed array, which JavaScript owns.
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

[[noreturn]] inline void Expect(const char* name, const std::string& what) {
  throw std::invalid_argument("`" + std::string(name) + "` must be " + what);
}

// Throws unless an array has the expected number of values.
inline void ExpectLength(const char* name, size_t length, size_t expected) {
  if (length == expected) return;
  Expect(name, "an array of " + std::to_string(expected) + " numbers, not " + std::to_string(length));
}

// Returns the values of a typed array. The length is 0 if its memory was transferred to another thread.
template <typename Value>
Span<Value> ArrayOf(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray()) Expect(name, ArrayKind<Value>::name);
  Napi::TypedArrayOf<Value> array(value.Env(), value);
  if (array.TypedArrayType() != ArrayKind<Value>::type) Expect(name, ArrayKind<Value>::name);
  Value* const values = array.Data();
  return {values, values == nullptr ? 0 : array.ElementLength()};
}

inline std::string Utf8Of(const Napi::Value& value, const char* name) {
  if (!value.IsString()) Expect(name, "a string");
  std::string text = value.As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) Expect(name, "a string without null characters");
  return text;
}

inline uint32_t ListLength(const Napi::Value& list, const char* name) {
  if (!list.IsArray()) Expect(name, "an array");
  return list.As<Napi::Array>().Length();
}

// Returns all elements of an array, which must be of one type. The first of another type ends the loop, even if the
// array claims billions of elements. Getters may run: take pointers into buffers after this.
inline std::vector<Napi::Value> ElementsOf(const Napi::Value& list, const char* name, napi_valuetype type,
                                           const char* what) {
  const uint32_t length = ListLength(list, name);
  const auto array = list.As<Napi::Array>();
  std::vector<Napi::Value> elements;
  for (uint32_t index = 0; index < length; index += 1) {
    const Napi::Value element = array.Get(index);
    if (element.Type() != type) Expect(name, what);
    elements.push_back(element);
  }
  return elements;
}

// Returns an integer within [least, most], which must be exact in a double.
inline int64_t IntegerOf(const Napi::Value& value, const char* name, int64_t least, int64_t most) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : NAN;
  // `most` is below 2^53: the comparisons are exact, and false for NaN.
  if (number >= static_cast<double>(least) && number <= static_cast<double>(most) && number == trunc(number))
    return static_cast<int64_t>(number);
  const std::string found = value.IsNumber() ? ", not " + std::to_string(number) : "";
  Expect(name, "an integer from " + std::to_string(least) + " to " + std::to_string(most) + found);
}

// Copies the UTF-16 code units of a string, followed by a zero, into `room` units of memory. Returns the number of
// units copied, without the zero; a longer string is cut.
inline size_t CopyUtf16(const Napi::Value& text, char16_t* units, size_t room) {
  size_t length = 0;
  const napi_status status = napi_get_value_string_utf16(text.Env(), text, units, room, &length);
  NAPI_THROW_IF_FAILED(text.Env(), status, 0);
  return length;
}

// The arguments of a call. Missing ones are undefined.
class Arguments {
 public:
  explicit Arguments(const Napi::CallbackInfo& info) : info_(info) {}

  Napi::Env Env() const { return info_.Env(); }
  Napi::Value operator[](size_t index) const { return info_[index]; }

  bool IsUndefined(size_t index) const { return info_[index].IsUndefined(); }

  template <typename Value>
  Span<Value> Array(size_t index, const char* name) const {
    return ArrayOf<Value>(info_[index], name);
  }

  int64_t Integer(size_t index, const char* name, int64_t least, int64_t most) const {
    return IntegerOf(info_[index], name, least, most);
  }

  double Number(size_t index, const char* name) const {
    const Napi::Value value = info_[index];
    if (!value.IsNumber()) Expect(name, "a number");
    return value.As<Napi::Number>().DoubleValue();
  }

  bool Boolean(size_t index, const char* name) const {
    const Napi::Value value = info_[index];
    if (!value.IsBoolean()) Expect(name, "a boolean");
    return value.As<Napi::Boolean>().Value();
  }

 private:
  const Napi::CallbackInfo& info_;
};

// Returns the text of an exception, never empty.
inline std::string MessageOf(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return "out of memory";
  const std::string message = error.what();
  return message.empty() ? "unknown error" : message;
}

inline Napi::Error ErrorOf(Napi::Env env, const char* code, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", Napi::String::New(env, code));
  return error;
}

// A function that JavaScript calls. An exception of `function` becomes an error with a code and the name of the
// function.
struct Entry {
  const char* name;
  const char* code;
  Napi::Value (*function)(const Arguments&);

  static Napi::Value Call(const Napi::CallbackInfo& info) {
    const Entry& entry = *static_cast<const Entry*>(info.Data());
    try {
      return entry.function(Arguments(info));
    } catch (const Napi::Error&) {
      // An exception of JavaScript, for example of a getter.
      throw;
    } catch (const std::exception& error) {
      throw ErrorOf(info.Env(), entry.code, std::string(entry.name) + ": " + MessageOf(error));
    }
  }
};

// Adds functions to the exports of an addon. `entries` must be static.
template <size_t count>
void Export(Napi::Env env, Napi::Object exports, const Entry (&entries)[count]) {
  for (const Entry& entry : entries) {
    exports.Set(entry.name, Napi::Function::New<Entry::Call>(env, entry.name, const_cast<Entry*>(&entry)));
  }
}

// Returns an object of JavaScript that holds a C++ object. Objects of another `tag`, also of other addons, are never
// taken for it.
template <typename Value>
Napi::Object Hold(Napi::Env env, std::shared_ptr<Value> value, const napi_type_tag& tag) {
  Napi::Object object = Napi::Object::New(env);
  object.TypeTag(&tag);
  auto held = std::make_unique<std::shared_ptr<Value>>(std::move(value));
  const auto release = [](napi_env, void* data, void*) {
    const std::unique_ptr<std::shared_ptr<Value>> released(static_cast<std::shared_ptr<Value>*>(data));
  };
  const napi_status status = napi_wrap(env, object, held.get(), release, nullptr, nullptr);
  NAPI_THROW_IF_FAILED(env, status, object);
  static_cast<void>(held.release());
  return object;
}

template <typename Value>
std::shared_ptr<Value>& Held(const Napi::Value& object, const napi_type_tag& tag, const char* name, const char* what) {
  bool tagged = false;
  void* held = nullptr;
  const napi_env env = object.Env();
  const bool known =
      object.Type() == napi_object && napi_check_object_type_tag(env, object, &tag, &tagged) == napi_ok && tagged;
  if (!known || napi_unwrap(env, object, &held) != napi_ok) Expect(name, what);
  return *static_cast<std::shared_ptr<Value>*>(held);
}

}  // namespace expgraph
