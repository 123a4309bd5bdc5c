#include "core/base/parallel.h"
#include "tests/support/test.h"

#include <QElapsedTimer>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace attune;

class Parallel_test : public QObject {
    Q_OBJECT
private slots:
    void every_piece_is_done_once_by_a_worker_of_its_own_data() {
        QTest::addColumn<int>("pieces");
        QTest::addColumn<int>("threads");
        for (const int pieces : {0, 1, 7, 500})
            for (const int threads : {1, 2, 5})
                QTest::addRow("%d pieces, %d threads", pieces, threads) << pieces << threads;
    }
    void every_piece_is_done_once_by_a_worker_of_its_own() {
        QFETCH(int, pieces);
        QFETCH(int, threads);
        std::vector<std::atomic<int>> done(static_cast<std::size_t>(pieces));
        std::vector<std::atomic<int>> busy(static_cast<std::size_t>(threads));
        std::atomic<bool> shared{false};
        for_each_piece(pieces, threads, [&](int piece, int worker) {
            if (worker < 0 || worker >= threads) {
                shared = true;
                return;
            }
            if (busy[static_cast<std::size_t>(worker)]++ != 0) shared = true;
            ++done[static_cast<std::size_t>(piece)];
            --busy[static_cast<std::size_t>(worker)];
        });
        QVERIFY(!shared);
        for (const auto& count : done)
            QCOMPARE(count.load(), 1);
    }

    // On a machine with few processors as well: who asks for more threads than there are processors gets
    // them.
    void more_threads_than_processors_work_at_once() {
        const int threads = static_cast<int>(std::thread::hardware_concurrency()) + 2;
        const int wanted = threads - 1; // more than there are processors
        std::atomic<int> here{0};
        std::atomic<bool> met{false};
        QElapsedTimer clock;
        clock.start();
        for_each_piece(64 * threads, threads, [&](int, int) {
            if (met) return;
            if (++here >= wanted) met = true;
            while (!met && !clock.hasExpired(20000))
                std::this_thread::yield();
            --here;
        });
        QVERIFY(met);
    }

    void a_failure_in_a_piece_reaches_the_caller() {
        for (const int threads : {1, 2}) {
            bool caught = false;
#ifdef ATTUNE_BLOCKS_ON_JTHREAD
            if (threads > 1) continue; // plain threads are for the thread sanitizer alone
#endif
            try {
                for_each_piece(8, threads, [](int piece, int) {
                    if (piece == 3) throw std::runtime_error("piece 3");
                });
            } catch (const std::runtime_error& error) {
                caught = std::string(error.what()) == "piece 3";
            }
            QVERIFY(caught);
        }
    }
};
ATTUNE_TEST(Parallel_test);

#include "parallel_test.moc"
