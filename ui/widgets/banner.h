// A message in the place it is about: a fact in bold, what to do, details on demand. It never floats and
// never blinks.
#pragma once

#include "core/base/result.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace attune::ui {

class Banner : public QFrame {
    Q_OBJECT
public:
    enum class Tone { info, caution, danger };
    explicit Banner(QWidget* parent = nullptr);

    /// Shows itself. `link` becomes a link after the text, empty for none.
    void show_message(Tone tone, const QString& fact, const QString& advice, const QString& link = {},
                      bool closable = true);
    /// An error: what, where and remedy; "Details" opens the full text with Copy.
    void show_error(const Error& error);
    QString text() const; ///< fact and advice, for tests and the screen reader

Q_SIGNALS:
    void link_activated();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void restyle();

    Tone tone_ = Tone::info;
    QLabel* fact_ = nullptr;
    QLabel* advice_ = nullptr;
    QToolButton* link_ = nullptr;
    QToolButton* close_ = nullptr;
    QString details_;
};

} // namespace attune::ui
