// Digits in equal cells, everything else as the font has it.
#include "tests/support/test.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QImage>

using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

const QFont& body() {
    static const QFont font = attune::ui::font(Type::body);
    return font;
}

struct Ink {
    int left = -1, right = -1; ///< first and last column with something drawn
};

/// Where `text` leaves marks on a sheet of 200 x 40.
Ink drawn(const QString& text, Qt::Alignment alignment) {
    QImage sheet(200, 40, QImage::Format_RGB32);
    sheet.fill(Qt::white);
    QPainter painter(&sheet);
    painter.setFont(body());
    draw_figures(painter, sheet.rect(), alignment, text);
    Ink ink;
    for (int x = 0; x < sheet.width(); ++x)
        for (int y = 0; y < sheet.height(); ++y)
            if (qGray(sheet.pixel(x, y)) < 128) {
                if (ink.left < 0) ink.left = x;
                ink.right = x;
            }
    return ink;
}

} // namespace

class Figures_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void inter_needs_it() {
        // The reason this file exists: if the font ever had equal digits, it could go.
        const QFontMetricsF metrics(body());
        QVERIFY(metrics.horizontalAdvance(u"1111111111"_s) < metrics.horizontalAdvance(u"0000000000"_s));
    }

    void every_digit_is_equally_wide() {
        const qreal zeros = figures_width(body(), u"000"_s);
        for (char16_t digit = u'1'; digit <= u'9'; ++digit)
            QCOMPARE(figures_width(body(), QString(3, QChar(digit))), zeros);
        qreal widest = 0;
        for (char16_t digit = u'0'; digit <= u'9'; ++digit)
            widest = std::max(widest, QFontMetricsF(body()).horizontalAdvance(QChar(digit)));
        QCOMPARE(zeros, 3 * widest);
    }

    void everything_else_keeps_its_width() {
        const QString word = u"points \u2212"_s;
        QCOMPARE(figures_width(body(), word), QFontMetricsF(body()).horizontalAdvance(word));
        QCOMPARE(figures_width(body(), word + u"1"_s),
                 figures_width(body(), word) + figures_width(body(), u"0"_s));
        QCOMPARE(figures_width(body(), QString()), 0.0);
    }

    void a_changing_digit_moves_nothing() {
        // The minus before and the unit behind stand where they stood, whatever the digits are.
        const Ink ones = drawn(u"\u2212111 %"_s, Qt::AlignLeft);
        const Ink eights = drawn(u"\u2212888 %"_s, Qt::AlignLeft);
        QVERIFY(ones.left >= 0);
        QCOMPARE(ones.left, eights.left);
        QCOMPARE(ones.right, eights.right);
    }

    void alignment_is_kept() {
        const qreal width = figures_width(body(), u"m888m"_s);
        const Ink left = drawn(u"m888m"_s, Qt::AlignLeft);
        const Ink right = drawn(u"m888m"_s, Qt::AlignRight);
        const Ink middle = drawn(u"m888m"_s, Qt::AlignHCenter);
        QVERIFY(left.left >= 0 && left.left <= 2);
        QVERIFY(right.right >= 197 && right.right <= 199);
        QVERIFY(std::abs((middle.left + middle.right) / 2.0 - 99.5) <= 1);
        QVERIFY(std::abs((left.right - left.left) - width) <= 3);
    }
};

ATTUNE_TEST(Figures_test);
#include "figures_test.moc"
