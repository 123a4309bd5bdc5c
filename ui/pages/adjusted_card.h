// "One person, before and after": the list somebody said no to beside the next one, with what fell out and
// what came in, what they would be told of it, what stands on their screen in each state of the answer, and
// what is changed about their lists and why.
#pragma once

#include "simulations/study/adjusted_words.h"
#include "simulations/study/measured_chart.h"
#include "ui/widgets/card.h"

#include <functional>
#include <memory>

class QAction;

namespace attune::ui {

class AdjustedCard : public Card {
    Q_OBJECT
public:
    /// Parts are named "adjusted.person", ".after", ".told", ".before_list", ".after_list", ".tags" ...
    explicit AdjustedCard(QWidget* parent = nullptr);
    ~AdjustedCard() override;

    /// Somebody who is shown already and is there again stays chosen.
    void show_people(const AdjustedTold& told, const MeasuredFor& world);
    /// Back to the empty state.
    void clear();

    /// Exports: copy what is changed, CSV of what is changed, CSV of the lists.
    QList<QAction*> card_actions() const;
    /// Asks for a path: what is suggested and the file filter in, the path or nothing out.
    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(AskPath ask);

Q_SIGNALS:
    void spoke(const QString& words);
    void export_failed(const attune::Error& error);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void build_choice(QWidget* sheet);
    void build_screen(QWidget* sheet);
    void build_lists(QWidget* sheet);
    void build_menu();
    void show_chosen();
    void show_screen();
    void show_empty(const QString& words);
    void export_as(const QString& stem, const std::string& csv);
    void copy_tags();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
