// The notices of a run: the screens that people meet, the words that they read, version and hash, what each
// notice asks for, and how it was answered.
#pragma once

#include "simulations/study/consent_picture.h"

#include <QWidget>

class QVBoxLayout;

namespace attune::ui {

class PeopleCard;

class NoticesView : public QWidget {
    Q_OBJECT
public:
    explicit NoticesView(QWidget* parent = nullptr);
    void show_notices(const ConsentPicture& picture);
    /// The screens that people meet, above the notices.
    PeopleCard& people() { return *people_; }

private:
    void add(const PublishedNotice& published, int index, const ConsentPicture& picture);

    QWidget* sheet_ = nullptr;
    QVBoxLayout* column_ = nullptr; ///< of the notices
    PeopleCard* people_ = nullptr;
};

} // namespace attune::ui
