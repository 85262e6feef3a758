#include "image-files/read_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace expgraph {
namespace {

class OpenFile {
 public:
  // O_NONBLOCK: opening a pipe without a writer would block forever. It is rejected later.
  explicit OpenFile(const std::string& path) : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  ~OpenFile() {
    if (number_ >= 0) close(number_);
  }

  int number() const { return number_; }

 private:
  const int number_;
};

}  // namespace

double ReadWholeFile(const std::string& path, uint8_t* buffer, size_t room) {
  const OpenFile file(path);
  struct stat known;
  if (file.number() < 0 || fstat(file.number(), &known) != 0 || !S_ISREG(known.st_mode)) return -1;
  const size_t size = static_cast<size_t>(known.st_size);
  if (size > room) return static_cast<double>(size);
  size_t read_so_far = 0;
  while (read_so_far < size) {
    const ssize_t count = read(file.number(), buffer + read_so_far, size - read_so_far);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -1;
    if (count == 0) break;
    read_so_far += static_cast<size_t>(count);
  }
  return static_cast<double>(read_so_far);
}

}  // namespace expgraph
