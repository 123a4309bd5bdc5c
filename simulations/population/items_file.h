// What is known about the items of a ratings file: titles, genres, years, and where a file has them provider
// and price. These are the facts the recommender may see.
#pragma once

#include "core/base/result.h"
#include "simulations/population/delimited_text.h"
#include "simulations/population/keyed_id.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune {

constexpr std::size_t longest_name = 1000; ///< bytes of a title, genre or provider name
constexpr std::size_t most_genres = 64;    ///< of one item

struct ItemsOptions {
    FileFormat format = FileFormat::automatic;
    ColumnMap columns; ///< parts: item, title, genre, year, provider, price
};

inline constexpr std::array<std::string_view, 6> item_parts = {"item", "title",    "genre",
                                                               "year", "provider", "price"};

struct ItemFact {
    std::uint64_t pseudonym = 0;
    std::string title;               ///< as written, with its year
    std::vector<std::string> genres; ///< sorted, each once; empty = none given
    std::string provider;            ///< empty = not given
    std::int16_t year = 0;           ///< 0 = not known
    float price = 0;                 ///< 0 = free or not known
    std::int64_t line = 0;           ///< 1 is the first
};

struct ItemFacts {
    std::string file;            ///< empty: there is no such file
    std::vector<ItemFact> items; ///< in order of pseudonym, each once
    bool has_providers = false;  ///< the file has a column for them
    std::int64_t rows_read = 0;  ///< items.size() + quarantined.size(), always
    std::vector<RowProblem> quarantined;
    TableLayout layout;

    /// The fact about an item of a ratings file read with the same key, or null.
    const ItemFact* find(std::uint64_t pseudonym) const;
};

/// Reads MovieLens movies.dat ("id::Title (Year)::A|B"), a CSV or TSV with a header, or the u.item of
/// MovieLens 100K (24 fields separated by "|", genres as nineteen flags).
///
/// Year: of its own column, else the last "(YYYY)" at the end of the title. Genres: separated by '|', else by
/// ';' or ',' inside the field; "(no genres listed)" is none. A year, price or provider column found by name
/// that holds text where numbers belong in most rows is ignored.
/// Repeats: the very same line is a `duplicate`; an item described again is `superseded` by the last line.
///
/// Errors: those of TableReader::open; bad_input if no row is usable or there are more than 5 million.
Result<ItemFacts> read_items(const std::string& path, const ItemsOptions& options, const ImportKey& key);

/// The items file that lies beside a ratings file under one of the usual names (movies.dat, movies.csv,
/// items.csv, items.tsv, items.dat, u.item, books.csv), if there is one.
std::optional<std::string> find_items_beside(const std::string& ratings_path);

} // namespace attune
