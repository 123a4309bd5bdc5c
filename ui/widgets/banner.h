// A message in the place it is about: a fact in bold, what to do, details on demand. It never floats and
// never blinks.
#pragma once

#include "core/base/result.h"

#include <QFrame>

class QBoxLayout;
class QLabel;
class QPushButton;
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
    QSize minimumSizeHint() const override;
    QString text() const; ///< fact and advice as sentences, for tests and the screen reader

Q_SIGNALS:
    void link_activated();
    void dismissed();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void fill(Tone tone, const QString& fact, const QString& advice, const QString& link, bool closable);
    void show_details(bool shown);
    /// One line if everything fits, else one below the other.
    void arrange();

    Tone tone_ = Tone::info;
    QBoxLayout* line_ = nullptr; ///< fact, advice and link
    QWidget* sign_ = nullptr;
    QLabel* fact_ = nullptr;
    QLabel* advice_ = nullptr;
    QPushButton* link_ = nullptr;
    QToolButton* close_ = nullptr;
    QWidget* details_ = nullptr;
    QLabel* details_text_ = nullptr;
};

} // namespace attune::ui
