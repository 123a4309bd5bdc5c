// Recomputes the checksum stored beside each record from its rows, so that a value changed behind the
// program's back is found even where it still makes sense. Whoever can write the file can also write a new
// checksum: this finds accidents and damage, not forgery.
#pragma once

#include "core/audit/reader.h"
#include "core/audit/verify.h"

namespace attune::audit {

/// Needs a file whose tables are as expected for that format.
Result<VerifyCheck> check_checksums(const Reader& reader, int format);

} // namespace attune::audit
