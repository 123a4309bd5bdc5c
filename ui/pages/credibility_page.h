// Can I trust these numbers? Published findings as checks of the simulated world, run here and now.
#pragma once

#include "ui/pages/credibility_run.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace attune::ui {

class Banner;
class FactCard;

class CredibilityPage : public QWidget {
    Q_OBJECT
public:
    /// The shipped facts.
    explicit CredibilityPage(int threads, QWidget* parent = nullptr);
    /// Other facts, and another way to run them: for tests.
    CredibilityPage(std::vector<FactSpec> facts, int threads, CredibilityRun::Work work,
                    QWidget* parent = nullptr);
    ~CredibilityPage() override;

    CredibilityRun& run();
    Banner& banner();
    std::vector<FactCard*> cards() const;
    /// How the page asks where to save the table; an empty path: nowhere.
    void set_ask_path(std::function<QString(const QString& suggested, const QString& filter)> ask);

Q_SIGNALS:
    void back_wanted();
    void run_started();
    void run_ended(); ///< finished, failed or cancelled
    void spoke(const QString& words);

private:
    void build();
    void show_results(const std::vector<FactResult>& results, bool quick);
    void follow_run();
    void save_table();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
