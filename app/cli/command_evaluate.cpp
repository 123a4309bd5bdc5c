// evaluate: preference models held against a ratings file, with the simple ones beside them.
#include "app/cli/commands.h"
#include "app/cli/evaluate_columns.h"
#include "app/cli/evaluate_output.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "core/offline/tune_models.h"
#include "simulations/population/raw_ratings.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <random>

namespace attune::cli {
namespace {

/// What the models are asked for.
enum Task : unsigned { ratings_task = 1, lists_task = 2, dislikes_task = 4 };

struct Asked {
    std::string ratings, format = "auto", map, task = "ratings", csv, split, model = "ials", correlate;
    std::int64_t core = 0, folds = 0, top = 20, fold_in = 0, factors = 0, epochs = 0, sweeps = 0;
    std::optional<double> at_least, dislike_at, regularisation, user_rows, item_rows, half_life, rate,
        unobserved, confidence;
    double share = 0.8, recent_days = 14;
    bool tune = false;
    offline::BiasOptions bias;
    const CLI::Option *share_given = nullptr, *task_given = nullptr;
    /// Options with the tasks they matter to.
    std::vector<std::pair<const CLI::Option*, unsigned>> only_for;
    /// Options with the model they matter to.
    std::vector<std::pair<const CLI::Option*, const char*>> only_with;

    unsigned task_bit() const {
        return task == "lists" ? lists_task : task == "dislikes" ? dislikes_task : ratings_task;
    }
};

constexpr double least_share = 0.05, most_share = 0.99;
/// HKV adds no rows to the strength, so it takes more of it than iALS.
constexpr double hkv_regularisation = 30;

/// Numbers with a point, without regard to any locale.
CLI::Validator number_between(double least, double most) {
    return CLI::Validator(
        [least, most](std::string& text) {
            double value = 0;
            const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (code == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
                return std::string();
            const auto plain = [](double x) {
                return value_text(x, style_as_set(NumberKind::plain, x), Text::english());
            };
            return words("error.not_between",
                         {{"text", excerpt(text)}, {"least", plain(least)}, {"most", plain(most)}});
        },
        "");
}

struct Read {
    offline::Rows rows;
    RawRatings raw; ///< without its rows
};

/// Every row of the file, with another column for the rating if one is named.
Result<RawRatings> read_file(const Session& session, const Asked& asked, const std::string& rating = {}) {
    RatingsOptions options;
    auto format = parse_file_format(asked.format);
    if (!format) return pass_on(format);
    options.format = *format;
    if (!asked.map.empty()) {
        auto map = parse_column_map(asked.map, rating_parts);
        if (!map) return pass_on(map);
        options.columns = std::move(*map);
    }
    if (!rating.empty()) options.columns["rating"] = rating;
    options.go_on = [&](double) { return !session.interrupt->token().stop_requested(); };
    ImportKey key;
    std::random_device entropy;
    std::generate(key.begin(), key.end(), [&] { return static_cast<std::uint8_t>(entropy()); });
    return read_raw_ratings(asked.ratings, options, key);
}

/// The rows that the user asked for: at least a value, and a core of them.
Result<Read> read_rows(const Session& session, const Asked& asked) {
    auto raw = read_file(session, asked);
    if (!raw) return pass_on(raw);
    Read read;
    read.rows.users = raw->users;
    read.rows.items = raw->items;
    const RawRating* highest = &raw->rows.front();
    for (const RawRating& rating : raw->rows) {
        if (rating.value > highest->value) highest = &rating;
        if (!asked.at_least || rating.value >= *asked.at_least)
            read.rows.rows.push_back({rating.user, rating.item, rating.value, rating.time});
    }
    if (read.rows.rows.empty())
        return fail(
            ErrorCode::bad_input,
            words("error.evaluate_none",
                  {{"highest", value_text(highest->value, style_as_set(NumberKind::plain, highest->value),
                                          Text::english())}}),
            asked.ratings + ":" + std::to_string(highest->line), words("error.evaluate_none.remedy"));
    if (asked.core > 0) {
        read.rows.rows = offline::core_of(std::move(read.rows.rows), static_cast<std::size_t>(asked.core));
        if (read.rows.rows.empty())
            return fail(ErrorCode::bad_input,
                        words("error.evaluate_core", {{"core", std::to_string(asked.core)}}), "--core",
                        words("error.evaluate_core.remedy"));
    }
    raw->rows.clear();
    read.raw = std::move(*raw);
    return read;
}

/// Columns of ratings side by side: the one that is evaluated, then those of --correlate. A row counts where
/// both have a number.
Result<std::vector<RatingColumns>> correlate(const Session& session, const Asked& asked) {
    std::vector<RatingColumns> result;
    if (asked.correlate.empty()) return result;
    std::vector<std::pair<std::string, RawRatings>> columns;
    auto first = read_file(session, asked);
    if (!first) return pass_on(first);
    const auto map = parse_column_map(asked.map, rating_parts);
    const bool named = !asked.map.empty() && map && map->contains("rating");
    columns.emplace_back(named ? map->find("rating")->second : "rating", std::move(*first));
    for (std::size_t begin = 0; begin <= asked.correlate.size();) {
        const std::size_t end = std::min(asked.correlate.find(',', begin), asked.correlate.size());
        const std::string column = asked.correlate.substr(begin, end - begin);
        begin = end + 1;
        if (column == columns.front().first) continue;
        auto raw = read_file(session, asked, column);
        if (!raw) return pass_on(raw);
        columns.emplace_back(column, std::move(*raw));
    }
    for (std::size_t a = 0; a < columns.size(); ++a)
        for (std::size_t b = a + 1; b < columns.size(); ++b)
            result.push_back(compare_columns(columns[a].first, columns[a].second.rows, columns[b].first,
                                             columns[b].second.rows, columns[a].second.users));
    return result;
}

/// What is not given stays to be chosen; what is given is the only value tried.
void keep(std::vector<double>& values, const std::optional<double>& given) {
    if (given) values = {*given};
}

std::optional<double> given_count(std::int64_t count) {
    return count > 0 ? std::optional(static_cast<double>(count)) : std::nullopt;
}

/// "option.evaluate.unobserved" of "--unobserved,--alpha0".
std::string option_key(std::string_view option) {
    return "option.evaluate." + std::string(option.substr(2, option.find(',') - 2));
}

Result<offline::Evaluation> evaluate(const Session& session, const Asked& asked, const offline::Rows& rows,
                                     const offline::GoOn& go_on) {
    const auto seed = static_cast<std::uint64_t>(session.common.seed.value_or(42));
    if (asked.task_bit() == lists_task) {
        offline::ListTaskOptions task;
        task.share = asked.share;
        task.length = static_cast<std::size_t>(asked.top);
        task.recent_days = asked.recent_days;
        task.bias = asked.bias;
        task.fold_in = static_cast<std::size_t>(asked.fold_in);
        if (asked.factors > 0) task.implicit.factors = static_cast<std::size_t>(asked.factors);
        if (asked.sweeps > 0) task.implicit.sweeps = static_cast<int>(asked.sweeps);
        if (asked.model == "hkv") {
            task.implicit.form = offline::ImplicitForm::hkv;
            task.implicit.regularisation = hkv_regularisation;
        }
        if (asked.regularisation) task.implicit.regularisation = *asked.regularisation;
        task.implicit.unobserved = asked.unobserved.value_or(task.implicit.unobserved);
        task.implicit.confidence = asked.confidence.value_or(task.implicit.confidence);
        if (asked.tune) {
            task.tune = offline::implicit_grid(task.implicit.form);
            keep(task.tune->together[0].values, asked.model == "hkv" ? asked.confidence : asked.unobserved);
            keep(task.tune->together[1].values, asked.regularisation);
            keep(task.tune->after.values, given_count(asked.factors));
        }
        task.implicit.seed = seed;
        task.implicit.threads = session.common.threads;
        task.go_on = go_on;
        return evaluate_lists(rows, task);
    }
    if (asked.task_bit() == dislikes_task) {
        offline::DislikeTask task;
        task.share = asked.share;
        task.go_on = go_on;
        const auto lowest =
            std::min_element(rows.rows.begin(), rows.rows.end(),
                             [](const offline::Row& a, const offline::Row& b) { return a.value < b.value; });
        task.dislike_at = asked.dislike_at.value_or(lowest->value);
        if (asked.user_rows || asked.item_rows || asked.half_life) {
            const offline::RateOptions usual;
            task.fixed = {asked.user_rows.value_or(usual.user_rows),
                          asked.item_rows.value_or(usual.item_rows),
                          asked.half_life.value_or(usual.half_life_days)};
        }
        return evaluate_dislikes(rows, task);
    }
    offline::RatingTask task;
    task.share = asked.share;
    if (asked.folds > 0) {
        task.share.reset();
        task.folds = static_cast<std::size_t>(asked.folds);
    }
    task.bias = asked.bias;
    if (asked.factors > 0) task.gradient.factors = static_cast<std::size_t>(asked.factors);
    if (asked.epochs > 0) task.gradient.epochs = static_cast<int>(asked.epochs);
    if (asked.regularisation) task.gradient.regularisation = *asked.regularisation;
    task.gradient.rate = asked.rate.value_or(task.gradient.rate);
    task.gradient.seed = seed;
    task.threads = session.common.threads;
    if (asked.tune) {
        task.tune = offline::gradient_grid();
        keep(task.tune->together[0].values, asked.rate);
        keep(task.tune->together[1].values, asked.regularisation);
        keep(task.tune->after.values, given_count(asked.factors));
    }
    task.go_on = go_on;
    return evaluate_ratings(rows, task);
}

Json document(const Asked& asked, const Read& read, const offline::Evaluation& evaluation,
              const std::vector<RatingColumns>& columns) {
    Json rows = Json::array();
    for (const RowProblem& row : read.raw.quarantined)
        rows.push_back({{"line", row.line}, {"reason", to_word(row.reason)}});
    Json told = {{"file", asked.ratings},
                 {"task", asked.task},
                 {"read", read.raw.rows_read},
                 {"used", read.rows.rows.size()},
                 {"quarantined", std::move(rows)}};
    told.update(evaluation_document(evaluation));
    if (!columns.empty()) told["columns"] = columns_document(columns);
    return {{"evaluate", std::move(told)}};
}

void say_evaluation(const Common& common, const Asked& asked, const Read& read,
                    const offline::Evaluation& evaluation, const std::vector<RatingColumns>& columns) {
    constexpr std::size_t rows_shown = 5; // all of them with --json
    const auto count = [](std::size_t n) { return count_text(static_cast<double>(n)); };
    const auto& quarantined = read.raw.quarantined;
    say(common, words("evaluate.head." + asked.task, {{"file", asked.ratings}}));
    say(common, words("evaluate.rows", {{"read", count(static_cast<std::size_t>(read.raw.rows_read))},
                                        {"used", count(read.rows.rows.size())},
                                        {"quarantined", count(quarantined.size())}}));
    for (std::size_t i = 0; i < std::min(rows_shown, quarantined.size()); ++i)
        say(common, words("import.row", {{"file", std::filesystem::path(asked.ratings).filename().string()},
                                         {"line", std::to_string(quarantined[i].line)},
                                         {"reason", in_words(quarantined[i].reason)}}));
    if (quarantined.size() > rows_shown) say(common, words("import.more"));
    for (const std::string& line : evaluation_facts(evaluation))
        say(common, "  " + line);
    for (const std::string& line : tuning_words(evaluation))
        say(common, line);
    say(common, "");
    say(common, evaluation_table(evaluation));
    for (const offline::ModelResult& model : evaluation.models)
        if (!std::isfinite(model.measured.front().value))
            say(common, words("evaluate.no_number",
                              {{"model", Text::english().get("evaluate.model." + model.model)}}));
    if (const auto verdict = main_verdict(evaluation)) say(common, *verdict);
    say(common, words("evaluate.intervals"));
    if (columns.empty()) return;
    say(common, "\n" + words("evaluate.columns"));
    say(common, columns_table(columns));
}

/// --split time:0.8 is the task ratings, user:0.8 the task lists, each with that share.
Status read_split(Asked& asked) {
    if (asked.split.empty()) return {};
    const auto colon = asked.split.find(':');
    const std::string kind = asked.split.substr(0, colon);
    const std::string share = colon == std::string::npos ? "" : asked.split.substr(colon + 1);
    double value = 0;
    const auto [end, code] = std::from_chars(share.data(), share.data() + share.size(), value);
    const std::string task = kind == "time" ? "ratings" : kind == "user" ? "lists" : "";
    if (task.empty() || code != std::errc{} || end != share.data() + share.size() ||
        !(value >= least_share) || !(value <= most_share))
        return fail(ErrorCode::bad_input, words("error.evaluate_split", {{"text", excerpt(asked.split)}}),
                    "--split", words("error.evaluate_split.remedy"));
    // Dislikes are held back in order of time as well.
    const bool other =
        asked.task_given->count() > 0 && asked.task != task && !(asked.task == "dislikes" && kind == "time");
    if (other || asked.share_given->count() > 0 || asked.folds > 0)
        return fail(ErrorCode::bad_input, words("error.evaluate_split_twice"), "--split",
                    words("error.evaluate_split_twice.remedy"));
    if (asked.task_given->count() == 0) asked.task = task;
    asked.share = value;
    return {};
}

Status check_options(const Asked& asked) {
    if (asked.folds > 0 && asked.share_given->count() > 0)
        return fail(ErrorCode::bad_input, words("error.evaluate_folds"), "--share",
                    words("error.evaluate_folds.remedy"));
    for (const auto& [option, model] : asked.only_with)
        if (option->count() > 0 && asked.model != model)
            return fail(ErrorCode::bad_input, words("error.evaluate_model", {{"model", asked.model}}),
                        "--" + option->get_lnames().front(), words("error.evaluate_option.remedy"));
    for (const auto& [option, tasks] : asked.only_for)
        if (option->count() > 0 && (tasks & asked.task_bit()) == 0)
            return fail(ErrorCode::bad_input, words("error.evaluate_option", {{"task", asked.task}}),
                        "--" + option->get_lnames().front(), words("error.evaluate_option.remedy"));
    return {};
}

int evaluate_command(Session& session, Asked& asked) {
    if (auto split = read_split(asked); !split) return report(split.error());
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--ratings", asked.ratings}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    if (auto fits = check_options(asked); !fits) return report(fits.error());
    session.interrupt->only_ask_from_now();
    Outputs outputs;
    AtomicFile* csv = nullptr;
    if (!asked.csv.empty()) {
        auto file = outputs.open(asked.csv);
        if (!file) return report(file.error());
        csv = *file;
    }
    auto read = read_rows(session, asked);
    if (!read) return report(read.error());
    auto columns = correlate(session, asked);
    if (!columns) return report(columns.error());
    auto evaluation = [&] {
        Progress progress(common, words("progress.evaluate"));
        return evaluate(session, asked, read->rows, [&](double done) {
            progress(done);
            return !session.interrupt->token().stop_requested();
        });
    }();
    if (!evaluation) {
        Error error = evaluation.error();
        if (error.where.empty()) error.where = asked.ratings;
        return report(error);
    }
    if (csv) csv->write(evaluation_csv(*evaluation));
    if (auto written = outputs.commit(); !written) return report(written.error());
    if (common.json)
        print(document(asked, *read, *evaluation, *columns));
    else
        say_evaluation(common, asked, *read, *evaluation, *columns);
    return 0;
}

} // namespace

void add_evaluate(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "evaluate");
    const auto text = [&](const char* option, std::string& into, const char* key, const char* type) {
        return command->add_option(option, into, words(key))->type_name(type)->check(not_empty());
    };
    // Counts, numbers with a point, and the tasks they matter to.
    const auto whole = [&](const char* option, std::int64_t& into, std::int64_t least, std::int64_t most,
                           unsigned tasks) {
        const std::string key = option_key(option);
        auto* added =
            command->add_option(option, into, words(key))->type_name("N")->check(whole_number(least, most));
        asked->only_for.emplace_back(added, tasks);
        return added;
    };
    const auto number = [&](const char* option, auto& into, double least, double most, unsigned tasks) {
        const std::string key = option_key(option);
        auto* added =
            command->add_option(option, into, words(key))->type_name("X")->check(number_between(least, most));
        asked->only_for.emplace_back(added, tasks);
        return added;
    };
    constexpr unsigned all = ratings_task | lists_task | dislikes_task;
    constexpr double any = std::numeric_limits<float>::max();
    text("--ratings", asked->ratings, "option.evaluate.ratings", "FILE")->required();
    text("--format", asked->format, "option.format", "auto|dat|csv|tsv");
    text("--map", asked->map, "option.map", "PART=COLUMN,...");
    asked->task_given = command->add_option("--task", asked->task, words("option.evaluate.task"))
                            ->type_name("TASK")
                            ->check(one_of({"ratings", "lists", "dislikes"}));
    text("--split", asked->split, "option.evaluate.split", "KIND:SHARE");
    whole("--core", asked->core, 1, 1000, all);
    asked->share_given = number("--share", asked->share, least_share, most_share, all);
    whole("--folds", asked->folds, 2, 100, ratings_task);
    number("--at-least,--positives", asked->at_least, -any, any, lists_task);
    number("--dislike-at", asked->dislike_at, -any, any, dislikes_task);
    whole("--top", asked->top, 1, 1000, lists_task);
    whole("--fold-in", asked->fold_in, 2, 1000, lists_task);
    number("--recent-days", asked->recent_days, 0.01, 3650, lists_task);
    whole("--factors", asked->factors, 1, 1024, ratings_task | lists_task);
    whole("--epochs", asked->epochs, 1, 1000, ratings_task);
    number("--rate", asked->rate, 1e-6, 1, ratings_task);
    number("--regularisation", asked->regularisation, 1e-6, 10000, ratings_task | lists_task);
    whole("--sweeps", asked->sweeps, 1, 1000, lists_task);
    asked->only_with.emplace_back(number("--unobserved,--alpha0", asked->unobserved, 0, 100, lists_task),
                                  "ials");
    asked->only_with.emplace_back(number("--confidence", asked->confidence, 0, 100000, lists_task), "hkv");
    asked->only_for.emplace_back(command->add_option("--model", asked->model, words("option.evaluate.model"))
                                     ->type_name("MODEL")
                                     ->check(one_of({"ials", "hkv"})),
                                 lists_task);
    asked->only_for.emplace_back(command->add_flag("--tune", asked->tune, words("option.evaluate.tune")),
                                 ratings_task | lists_task);
    number("--damp-items", asked->bias.damp_items, 0, 10000, ratings_task | lists_task);
    number("--damp-users", asked->bias.damp_users, 0, 10000, ratings_task | lists_task);
    number("--user-rows", asked->user_rows, 0.01, 10000, dislikes_task);
    number("--item-rows", asked->item_rows, 0.01, 10000, dislikes_task);
    number("--half-life", asked->half_life, 0.01, 3650, dislikes_task);
    text("--correlate", asked->correlate, "option.evaluate.correlate", "COLUMN,...");
    text("--csv", asked->csv, "option.evaluate.csv", "FILE");
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return evaluate_command(session, *asked); };
    });
}

} // namespace attune::cli
