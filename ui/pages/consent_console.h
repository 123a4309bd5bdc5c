// The first tab of the consent page: who agreed to what as of a day, whether agreement lasts, and the ledger
// up to that day.
#pragma once

#include "ui/pages/consent_desk.h"

#include <QWidget>

#include <functional>
#include <memory>

namespace attune::ui {

class ConsentMatrixView;
class LedgerCard;

class ConsentConsole : public QWidget {
    Q_OBJECT
public:
    explicit ConsentConsole(ConsentDesk& desk, QWidget* parent = nullptr);
    ~ConsentConsole() override;

    void show_picture(const std::shared_ptr<const ConsentPicture>& picture);
    /// The day as of which everything is shown, from 0.
    int day() const;
    void show_day(int day);
    /// Brings the ledger into view, where the page is too low for all.
    void show_ledger();
    /// The shares as of the day, as CSV.
    void save_shares();

    ConsentMatrixView& matrix();
    LedgerCard& ledger();
    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(const AskPath& ask);

Q_SIGNALS:
    void spoke(const QString& words);
    void failed(const attune::Error& error);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build(ConsentDesk& desk);
    void show_standing();
    void arrange();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
