// A combo box with a sign or a quiet word before its text. Where there is no room for both the word goes
// first; a name that is still too long is cut where its beginning, and that it is edited, stay to be read.
// The tooltip is the whole name.
#pragma once

#include <QComboBox>

namespace attune::ui {

class MarkedCombo : public QComboBox {
    Q_OBJECT
public:
    enum class Mark { word, candidate, baseline };
    static constexpr int least_width = 78;

    MarkedCombo(Mark mark, QWidget* parent);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    bool shows_word() const;    ///< the quiet word has room beside the whole name
    QString shown_name() const; ///< as it is painted

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRect field() const;
    QFont name_font() const;
    QString letter() const;
    int before_name() const; ///< what the mark or the word takes
    QString whole_name() const;

    Mark mark_;
};

} // namespace attune::ui
