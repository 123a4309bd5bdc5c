#include "core/workspace/signing_key.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/workspace/new_file.h"
#include "core/workspace/trail_hash.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace attune {
namespace {

/// Needed once before anything else of the library; it may be called again.
void prepare() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be used here");
}

std::string file_text(Bytes seed, const PublicKey& key) {
    return R"({"attune":"signing-key","version":1,"secret":")" + to_hex(seed) + R"(","public":")" +
           to_hex(key) + "\"}\n";
}

/// Writes through the name that make_private() has made, on to the disk.
Status write_private(const std::string& path, std::string_view text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    bool written = file >= 0;
    for (std::size_t at = 0; written && at < text.size();) {
        const ::ssize_t step = ::write(file, text.data() + at, text.size() - at);
        if (step > 0)
            at += static_cast<std::size_t>(step);
        else
            written = step < 0 && errno == EINTR;
    }
    written = written && ::fsync(file) == 0;
    const Status status =
        written ? Status()
                : fail(ErrorCode::io,
                       std::string("the signing key cannot be written (") + std::strerror(errno) + ")", path,
                       "Check that you may write to its folder");
    if (file >= 0) ::close(file);
    return status;
}

} // namespace

void fill_random(std::span<std::uint8_t> bytes, const RandomBytes& random) {
    prepare();
    if (random)
        random(bytes);
    else
        randombytes_buf(bytes.data(), bytes.size());
}

SigningKey SigningKey::from_seed(Bytes seed) {
    prepare();
    SigningKey key;
    crypto_sign_ed25519_seed_keypair(key.public_.data(), key.secret_.data(), seed.data());
    return key;
}

SigningKey SigningKey::ephemeral(const RandomBytes& random) {
    std::array<std::uint8_t, crypto_sign_ed25519_SEEDBYTES> seed;
    fill_random(seed, random);
    SigningKey key = from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

Result<SigningKey> SigningKey::load(const std::string& path) {
    struct ::stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? fail(ErrorCode::not_found, "there is no signing key", path, "Name the file that has it")
                   : fail(ErrorCode::io,
                          std::string("the signing key cannot be read (") + std::strerror(errno) + ")", path,
                          "Check that you may read it");
    if (S_ISREG(status.st_mode) && (status.st_mode & 0077U) != 0)
        return fail(
            ErrorCode::refused, "others may read or change the signing key", path,
            "Take their rights away (chmod 600), or sign with a new key if somebody may have used it");
    Result<std::string> text = read_file(path, 4096);
    if (!text) return pass_on(text);
    const Result<Json> json = parse_json(*text, path);
    const auto bytes = [&](const char* name) {
        const bool there = json && json->is_object() && json->contains(name) && (*json)[name].is_string();
        return there ? from_hex((*json)[name].get_ref<const std::string&>()) : std::nullopt;
    };
    auto seed = bytes("secret");
    const auto shown = bytes("public");
    sodium_memzero(text->data(), text->size());
    if (seed && seed->size() == crypto_sign_ed25519_SEEDBYTES) {
        SigningKey key = from_seed(*seed);
        sodium_memzero(seed->data(), seed->size());
        if (shown && std::equal(shown->begin(), shown->end(), key.public_.begin(), key.public_.end()))
            return key;
    }
    return fail(
        ErrorCode::unreadable, "there is no signing key in this file", path,
        "Restore it from a copy, or move it away: a new one is made, and verifiers need its public half");
}

Result<SigningKey> SigningKey::load_or_create(const std::string& path, const RandomBytes& random) {
    Result<SigningKey> found = load(path);
    if (found || found.error().code != ErrorCode::not_found) return found;
    const SigningKey made = ephemeral(random);
    Result<NewFile> file = NewFile::beside(path);
    if (!file) return pass_on(file);
    if (Status status = file->make_private(); !status) return pass_on(status);
    std::string text = file_text({made.secret_.data(), crypto_sign_ed25519_SEEDBYTES}, made.public_);
    Status written = write_private(file->path(), text);
    sodium_memzero(text.data(), text.size());
    if (!written) return pass_on(written);
    const Result<bool> published = file->publish();
    if (!published) return pass_on(published);
    // Where another program was faster, its key is the one.
    return *published ? Result<SigningKey>(made) : load(path);
}

SigningKey::~SigningKey() {
    sodium_memzero(secret_.data(), secret_.size());
}

std::string SigningKey::public_hex() const {
    return to_hex(public_);
}

Signature SigningKey::sign(Bytes message) const {
    Signature signature;
    crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
    return signature;
}

} // namespace attune
