// The box above a list that narrows it: Escape empties it, Down and Enter go on to what it left.
#pragma once

#include <QLineEdit>

#include <string_view>

namespace attune::ui {

class SearchBox : public QLineEdit {
    Q_OBJECT
public:
    /// `key` names its words: "<key>" in the empty box and as accessible name, "<key>.tip" as tooltip. It is
    /// also its object name.
    explicit SearchBox(std::string_view key, QWidget* parent = nullptr);
    /// What is looked for, word by word; all of them are wanted.
    QStringList searched() const;

Q_SIGNALS:
    void onward();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    bool empties(const QKeyEvent& event) const;
};

} // namespace attune::ui
