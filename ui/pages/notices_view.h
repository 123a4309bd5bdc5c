// The notices of a run: the words that people read, version and hash, what each asks for, and how it was
// answered.
#pragma once

#include "simulations/study/consent_picture.h"

#include <QWidget>

class QVBoxLayout;

namespace attune::ui {

class NoticesView : public QWidget {
    Q_OBJECT
public:
    explicit NoticesView(QWidget* parent = nullptr);
    void show_notices(const ConsentPicture& picture);

private:
    void add(const PublishedNotice& published, int index, const ConsentPicture& picture);

    QWidget* sheet_ = nullptr;
    QVBoxLayout* column_ = nullptr;
};

} // namespace attune::ui
