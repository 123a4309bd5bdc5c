// Where was I, and what can I try: recent files, examples with a drawn result, bring your own.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/session/recent_files.h"

#include <QWidget>

#include <memory>

namespace attune::ui {

class Banner;

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    ~StartPage() override;

    void set_recent(const std::vector<RecentFile>& files);
    /// Whether every example has its picture drawn; --grab waits for it.
    bool drawn() const;
    Banner& banner();
    void stop_drawing(); ///< a real run needs the processor; goes on when the page is shown again

Q_SIGNALS:
    void example_chosen(const QString& name);
    void file_chosen(const QString& path);
    void file_forgotten(const QString& path);
    void open_wanted();
    void new_wanted();
    void import_wanted();
    void believe_wanted();
    void credibility_wanted();
    void all_drawn();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void arrange();
    void show_files();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
