// Reads files in one step, where Node's own functions take four.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <string>

namespace expgraph {

// Reads a regular file into a buffer, if there is room for it. Returns its length, of which less may have been read: of one that was cut in the
// meantime it is what was read. -1 for what cannot be read.
double ReadWholeFile(const std::string& path, uint8_t* buffer, size_t room);

}  // namespace expgraph
