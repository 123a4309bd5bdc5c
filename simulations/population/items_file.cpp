#include "simulations/population/items_file.h"

#include <algorithm>
#include <filesystem>
#include <limits>

namespace attune {
namespace {

using namespace std::string_view_literals;

constexpr std::int64_t most_item_rows = 5'000'000;

constexpr std::array item_names = {"item"sv,       "itemid"sv,    "iid"sv,     "movieid"sv, "movie"sv,
                                   "filmid"sv,     "film"sv,      "bookid"sv,  "isbn"sv,    "productid"sv,
                                   "asin"sv,       "trackid"sv,   "songid"sv,  "videoid"sv, "placeid"sv,
                                   "businessid"sv, "articleid"sv, "animeid"sv, "showid"sv,  "id"sv};
constexpr std::array title_names = {"title"sv,     "name"sv,     "movietitle"sv,
                                    "booktitle"sv, "itemname"sv, "originaltitle"sv};
constexpr std::array genre_names = {"genres"sv,  "genre"sv, "categories"sv, "category"sv, "rcuisine"sv,
                                    "cuisine"sv, "tags"sv,  "tag"sv,        "topic"sv};
constexpr std::array year_names = {"year"sv, "releaseyear"sv, "originalpublicationyear"sv,
                                   "publicationyear"sv};
constexpr std::array provider_names = {"provider"sv, "publisher"sv, "studio"sv, "author"sv, "authors"sv,
                                       "authorid"sv, "artist"sv,    "brand"sv,  "seller"sv, "channel"sv};
constexpr std::array price_names = {"price"sv, "cost"sv};
constexpr std::array<ColumnRole, 6> roles = {
    ColumnRole{"item", item_names, true, true},           ColumnRole{"title", title_names, false, true},
    ColumnRole{"genre", genre_names, false, true},        ColumnRole{"year", year_names, false, false},
    ColumnRole{"provider", provider_names, false, false}, ColumnRole{"price", price_names, false, false},
};
enum Role : std::size_t { item_role, title_role, genre_role, year_role, provider_role, price_role };

/// The flags of u.item, in their order (GroupLens, README of MovieLens 100K).
constexpr std::array flag_genres = {
    "unknown"sv,     "Action"sv, "Adventure"sv, "Animation"sv, "Children's"sv, "Comedy"sv,  "Crime"sv,
    "Documentary"sv, "Drama"sv,  "Fantasy"sv,   "Film-Noir"sv, "Horror"sv,     "Musical"sv, "Mystery"sv,
    "Romance"sv,     "Sci-Fi"sv, "Thriller"sv,  "War"sv,       "Western"sv};
constexpr std::size_t flag_columns = 5 + flag_genres.size();

std::optional<std::int16_t> whole_year(std::string_view text) {
    const auto number = parse_number(text);
    if (!number || !(*number >= 1 && *number <= 9999)) return std::nullopt;
    const auto year = static_cast<std::int16_t>(*number);
    return static_cast<double>(year) == *number ? std::optional(year) : std::nullopt;
}

/// The year of "Title (1994)"; 0 if the title does not end in one.
std::int16_t year_of_title(std::string_view title) {
    if (title.size() < 6 || title.back() != ')' || title[title.size() - 6] != '(') return 0;
    const std::string_view digits = title.substr(title.size() - 5, 4);
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return 0;
    return whole_year(digits).value_or(0);
}

std::vector<std::string> split_genres(std::string_view text) {
    std::vector<std::string> genres;
    const char separator = text.find('|') != std::string_view::npos   ? '|'
                           : text.find(';') != std::string_view::npos ? ';'
                                                                      : ',';
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        std::string_view genre = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (genre.starts_with(' '))
            genre.remove_prefix(1);
        while (genre.ends_with(' '))
            genre.remove_suffix(1);
        if (!genre.empty() && genre != "(no genres listed)") genres.emplace_back(genre);
    }
    std::sort(genres.begin(), genres.end());
    genres.erase(std::unique(genres.begin(), genres.end()), genres.end());
    return genres;
}

bool has_flags(const TableLayout& layout) {
    return layout.delimiter == Delimiter::pipe && !layout.has_header && layout.columns == flag_columns;
}

std::vector<std::string> flagged_genres(const TableRow& row) {
    std::vector<std::string> genres;
    for (std::size_t g = 1; g < flag_genres.size(); ++g)
        if (5 + g < row.fields.size() && row.fields[5 + g] == "1") genres.emplace_back(flag_genres[g]);
    std::sort(genres.begin(), genres.end());
    return genres;
}

std::optional<RowReason> parse_row(const TableReader& table, const TableRow& row, ItemFact& fact) {
    if (row.problem) return row.problem;
    if (table.field(row, item_role).empty()) return RowReason::missing_item;
    fact.title = table.field(row, title_role);
    fact.genres =
        has_flags(table.layout()) ? flagged_genres(row) : split_genres(table.field(row, genre_role));
    fact.provider = table.field(row, provider_role);
    const auto too_long = [](const std::string& name) { return name.size() > longest_name; };
    if (too_long(fact.title) || too_long(fact.provider) ||
        std::any_of(fact.genres.begin(), fact.genres.end(), too_long))
        return RowReason::title_too_long;
    if (fact.genres.size() > most_genres) return RowReason::too_many_genres;
    fact.year = year_of_title(fact.title);
    if (const std::string_view year = table.field(row, year_role); !year.empty()) {
        const auto number = whole_year(year);
        if (!number) return RowReason::bad_year;
        fact.year = *number;
    }
    fact.price = 0;
    if (const std::string_view price = table.field(row, price_role); !price.empty()) {
        const auto number = parse_number(price, table.decimal_comma());
        if (!number || !(*number >= 0 && *number <= double{std::numeric_limits<float>::max()}))
            return RowReason::bad_price;
        fact.price = static_cast<float>(*number);
    }
    return std::nullopt;
}

/// A column of numbers taken by its name alone stays only if at least half of it is numbers.
void check_number_column(TableReader& table, std::size_t role, const ColumnMap& map) {
    const std::size_t column = table.layout().column_of[role];
    if (column == TableLayout::npos || map.contains(roles[role].part)) return;
    std::size_t filled = 0;
    std::size_t numbers = 0;
    for (const auto& fields : table.sample()) {
        if (column >= fields.size() || fields[column].empty()) continue;
        ++filled;
        if (parse_number(fields[column], table.decimal_comma())) ++numbers;
    }
    if (numbers * 2 < filled) table.drop_column(role);
}

bool same_fact(const ItemFact& a, const ItemFact& b) {
    return a.title == b.title && a.genres == b.genres && a.provider == b.provider && a.year == b.year &&
           a.price == b.price;
}

/// Leaves one fact per item, in order of pseudonym.
void settle_repeats(ItemFacts& facts) {
    std::sort(facts.items.begin(), facts.items.end(), [](const ItemFact& a, const ItemFact& b) {
        return a.pseudonym != b.pseudonym ? a.pseudonym < b.pseudonym : a.line < b.line;
    });
    std::vector<ItemFact> kept;
    for (ItemFact& fact : facts.items) {
        if (kept.empty() || kept.back().pseudonym != fact.pseudonym)
            kept.push_back(std::move(fact));
        else if (same_fact(kept.back(), fact))
            facts.quarantined.push_back({fact.line, RowReason::duplicate});
        else {
            facts.quarantined.push_back({kept.back().line, RowReason::superseded});
            kept.back() = std::move(fact);
        }
    }
    facts.items = std::move(kept);
}

} // namespace

const ItemFact* ItemFacts::find(std::uint64_t pseudonym) const {
    const auto place =
        std::lower_bound(items.begin(), items.end(), pseudonym,
                         [](const ItemFact& fact, std::uint64_t wanted) { return fact.pseudonym < wanted; });
    return place != items.end() && place->pseudonym == pseudonym ? &*place : nullptr;
}

Result<ItemFacts> read_items(const std::string& path, const ItemsOptions& options, const ImportKey& key) {
    auto opened = TableReader::open(path, options.format, roles, options.columns);
    if (!opened) return pass_on(opened);
    TableReader& table = *opened;
    check_number_column(table, year_role, options.columns);
    check_number_column(table, price_role, options.columns);
    if (has_flags(table.layout())) table.drop_column(genre_role);
    ItemFacts facts;
    facts.file = path;
    facts.layout = table.layout();
    facts.has_providers = table.layout().column_of[provider_role] != TableLayout::npos;
    const IdHasher hasher(key, IdKind::item);
    TableRow row;
    while (table.next(row)) {
        if (++facts.rows_read > most_item_rows)
            return fail(ErrorCode::bad_input, "the file has more than 5 million rows", path,
                        "Import a part of it");
        ItemFact fact;
        if (const auto problem = parse_row(table, row, fact)) {
            facts.quarantined.push_back({row.line, *problem});
            continue;
        }
        fact.pseudonym = hasher(table.field(row, item_role));
        fact.line = row.line;
        facts.items.push_back(std::move(fact));
    }
    if (!table.status()) return pass_on(table.status());
    if (facts.items.empty()) {
        const std::string why =
            facts.quarantined.empty() ? "it holds nothing but a header" : first_problems(facts.quarantined);
        return fail(ErrorCode::bad_input, "there is no usable row (" + why + ")", path,
                    "An items file has an id, a title and genres in each row");
    }
    settle_repeats(facts);
    std::sort(facts.quarantined.begin(), facts.quarantined.end(),
              [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
    return facts;
}

std::optional<std::string> find_items_beside(const std::string& ratings_path) {
    const std::filesystem::path ratings(ratings_path);
    for (const char* name :
         {"movies.dat", "movies.csv", "items.csv", "items.tsv", "items.dat", "u.item", "books.csv"}) {
        const std::filesystem::path candidate = ratings.parent_path() / name;
        std::error_code code;
        if (candidate.filename() != ratings.filename() && std::filesystem::is_regular_file(candidate, code))
            return candidate.string();
    }
    return std::nullopt;
}

} // namespace attune
