#include "simulations/population/tastes.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <numeric>

namespace attune {
namespace {

// Behaviour model 3.1.
constexpr std::size_t fewest_liked = 3, liked_kinds = 3;       ///< three, four or five
constexpr std::size_t fewest_disliked = 2, disliked_kinds = 2; ///< two or three
constexpr float usually_liked = 4.0F, usually_disliked = 2.5F;
constexpr float liked_sd = 0.4F, disliked_sd = 0.3F, neutral_sd = 0.5F;
constexpr std::size_t niche_categories = 5; ///< 3.13: the smallest ones
constexpr float never = -1e6F;              ///< log weight of what is not liked at all

// Addresses of a person's draws.
constexpr std::uint32_t counts_address = 1000, order_address = 1001, strength_address = 1002,
                        factor_address = 1003;

std::vector<int> sizes_of(const Catalogue& catalogue) {
    std::vector<int> sizes(catalogue.categories.size());
    for (const Item& item : catalogue.items)
        ++sizes[item.category.value];
    return sizes;
}

/// How likely each category is among the liked ones. Drawing in the order of weights times exponential times
/// takes every category whose time comes before t, about; t is such that the usual number is taken.
std::array<float, max_categories> chance_of_being_drawn(const std::array<float, max_categories>& log_weight,
                                                        std::size_t categories) {
    std::array<float, max_categories> chance{};
    const float wanted = std::min(usually_liked, static_cast<float>(categories) / 2);
    float low = -40, high = 40; // log t
    constexpr int halvings = 40;
    for (int n = 0; n < halvings; ++n) {
        const float log_t = (low + high) / 2;
        float sum = 0;
        for (std::size_t c = 0; c < categories; ++c) {
            chance[c] = 1.0F - portable_exp(-portable_exp(log_weight[c] + log_t));
            sum += chance[c];
        }
        (sum < wanted ? low : high) = log_t;
    }
    return chance;
}

float normal(std::uint32_t word) {
    return normal_quantile(uniform(word));
}

} // namespace

Tastes::Tastes(const Assumptions& a, const WorldData& world)
    : pool_(&world.pool)
    , categories_(world.catalogue.categories.size())
    , liked_mean_(static_cast<float>(a.liked_mean))
    , disliked_mean_(static_cast<float>(a.disliked_mean))
    , neutral_mean_(static_cast<float>(a.neutral_mean))
    , factor_sd_(static_cast<float>(a.latent_sd) * 0.25F) { // sd / sqrt(taste_factors)
    const std::vector<int> sizes = sizes_of(world.catalogue);
    std::vector<std::size_t> ascending(categories_);
    std::iota(ascending.begin(), ascending.end(), 0U);
    std::stable_sort(ascending.begin(), ascending.end(),
                     [&](std::size_t x, std::size_t y) { return sizes[x] < sizes[y]; });
    const std::size_t smallest = std::min(niche_categories, categories_);
    auto& [mainstream, niche] = log_weight_;
    niche.fill(never);
    for (std::size_t n = 0; n < categories_; ++n) {
        const std::size_t c = ascending[n];
        mainstream[c] =
            static_cast<float>(a.majority) * portable_log(static_cast<float>(std::max(1, sizes[c])));
        if (n < smallest) niche[c] = 0;
        if (n < categories_ / 2) smaller_half_ |= 1U << c;
    }
    for (std::size_t kind = 0; kind < log_weight_.size(); ++kind)
        liked_chance_[kind] = chance_of_being_drawn(log_weight_[kind], categories_);
}

float Tastes::liked(float z) const {
    return liked_mean_ + liked_sd * z;
}

float Tastes::disliked(float z) const {
    return disliked_mean_ + disliked_sd * z;
}

float Tastes::neutral(float z) const {
    return neutral_mean_ + neutral_sd * z;
}

void Tastes::draw(Person& person, StreamKey key, std::uint32_t word) const {
    if (pool_->size() > 0)
        draw_from_pool(person, word);
    else
        draw_anew(person, key);
}

void Tastes::draw_anew(Person& person, StreamKey key) const {
    // Categories in the order of log weight plus Gumbel noise: drawn one after the other without repeats,
    // each in proportion to its weight (Efraimidis and Spirakis 2006). From the other end of a second order,
    // without weights, come the disliked ones.
    const PerCategory& weight = log_weight_[person.niche ? 1 : 0];
    PerCategory wish{}, dread{};
    for (std::uint32_t c = 0; c < categories_; ++c) {
        person.taste[c] = neutral(normal(words_at(key, Stream::person_taste, c)[0]));
        const Words words = words_at(key, Stream::person_taste, order_address, c);
        wish[c] = weight[c] - portable_log(-portable_log(uniform(words[0])));
        dread[c] = uniform(words[1]);
    }
    const Words counts = words_at(key, Stream::person_taste, counts_address);
    std::size_t likes = std::min(fewest_liked + below(counts[0], liked_kinds), categories_ / 2);
    if (person.niche) likes = std::min(likes, niche_categories);
    const std::size_t dislikes =
        std::min(fewest_disliked + below(counts[1], disliked_kinds), categories_ / 4);

    std::array<std::size_t, max_categories> order{};
    const auto all = order.begin() + static_cast<std::ptrdiff_t>(categories_);
    std::iota(order.begin(), all, 0U);
    std::sort(order.begin(), all, [&](std::size_t x, std::size_t y) { return wish[x] > wish[y]; });
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(likes), all,
              [&](std::size_t x, std::size_t y) { return dread[x] > dread[y]; });
    for (std::size_t n = 0; n < likes + dislikes; ++n) {
        const float z =
            normal(words_at(key, Stream::person_taste, strength_address, static_cast<std::uint32_t>(n))[0]);
        person.taste[order[n]] = n < likes ? liked(z) : disliked(z);
    }
    for (std::uint32_t k = 0; k < taste_factors; ++k)
        person.factors[k] = factor_sd_ * normal(words_at(key, Stream::person_taste, factor_address, k)[0]);
}

void Tastes::draw_from_pool(Person& person, std::uint32_t word) const {
    const std::size_t row = below(word, pool_->size());
    std::copy_n(pool_->category_taste.begin() + static_cast<std::ptrdiff_t>(row * categories_), categories_,
                person.taste.begin());
    std::copy_n(pool_->factors.begin() + static_cast<std::ptrdiff_t>(row * taste_factors), taste_factors,
                person.factors.begin());
    const auto best = std::max_element(person.taste.begin(),
                                       person.taste.begin() + static_cast<std::ptrdiff_t>(categories_)) -
                      person.taste.begin();
    // Niche here: the favourite category is one of the smaller half by items.
    person.niche = ((smaller_half_ >> best) & 1U) != 0;
}

float Tastes::after_turn(const Person& person, std::size_t category, std::uint32_t which,
                         std::uint32_t how_much) const {
    if (pool_->size() > 0) // somebody else's taste for it
        return pool_->category_taste[below(which, pool_->size()) * categories_ + category];
    const float likes = liked_chance_[person.niche ? 1 : 0][category];
    const float dislikes =
        (1.0F - likes) * usually_disliked / (static_cast<float>(categories_) - usually_liked);
    const float u = uniform(which);
    const float z = normal(how_much);
    return u < likes ? liked(z) : u < likes + dislikes ? disliked(z) : neutral(z);
}

} // namespace attune
