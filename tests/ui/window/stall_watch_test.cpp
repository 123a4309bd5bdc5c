// The watch over the window's thread: it notices a hold, and only that.
#include "tests/support/test.h"
#include "ui/window/stall_watch.h"

namespace attune::ui {

class Stall_watch_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_hold_of_the_thread_is_measured() {
        StallWatch watch;
        watch.start();
        QTRY_VERIFY(watch.beats() > 3);
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 120) // holds the thread on purpose
            continue;
        const int beats = watch.beats();
        QVERIFY(watch.longest_stall() >= 100); // also before the late beat comes
        QTRY_VERIFY(watch.beats() > beats);
        QVERIFY(watch.longest_stall() >= 100);
        QVERIFY(watch.stalls_over(100) >= 1);
        QVERIFY(watch.longest_work() > 1);
        QVERIFY(watch.longest_work() <= watch.longest_stall() + 20);
        watch.start();
        QCOMPARE(watch.beats(), 0);
        QVERIFY(watch.longest_stall() < 100);
        QCOMPARE(watch.stalls_over(100), 0);
    }
};

ATTUNE_TEST(Stall_watch_test);

} // namespace attune::ui

#include "stall_watch_test.moc"
