// One finding: its verdict in word and sign, what was found in the field, and each number expected beside the
// number observed.
#pragma once

#include "simulations/credibility/fact.h"
#include "ui/widgets/card.h"

#include <optional>

class QLabel;
class QVBoxLayout;

namespace attune::ui {

/// The verdict as a sign and a word; empty: not checked yet.
class VerdictSign : public QWidget {
    Q_OBJECT
public:
    explicit VerdictSign(QWidget* parent = nullptr);
    void show_verdict(std::optional<FactVerdict> verdict);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString word() const;
    std::optional<FactVerdict> verdict_;
};

/// A number with its interval over the band where it is expected, and the control below.
class BandBar : public QWidget {
    Q_OBJECT
public:
    explicit BandBar(const CheckResult& check, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    CheckResult check_;
};

class FactCard : public Card {
    Q_OBJECT
public:
    /// `spec` as the table has it; nothing has been measured yet.
    explicit FactCard(const FactSpec& spec, QWidget* parent = nullptr);
    void show_result(const FactResult& result);
    const std::string& fact() const { return fact_; }
    std::optional<FactVerdict> verdict() const { return verdict_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void add_check(const CheckResult& check);

    std::string fact_;
    std::optional<FactVerdict> verdict_;
    VerdictSign* sign_ = nullptr;
    QLabel* did_ = nullptr;
    QBoxLayout* sides_ = nullptr; ///< beside each other where there is room
    QVBoxLayout* checks_ = nullptr;
};

} // namespace attune::ui
