// Reads files in one step, where Node's functions take four.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <string>

namespace expgraph {

// Reads a regular file into a buffer if it fits. Returns the length of the file; if it was truncated meanwhile, the
// number of bytes read; or -1 on an error.
double ReadWholeFile(const std::string& path, uint8_t* buffer, size_t room);

}  // namespace expgraph
