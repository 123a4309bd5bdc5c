#include "ui/theme/icons.h"

#include "core/base/resources.h"

#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <algorithm>
#include <memory>
#include <optional>

namespace attune::ui {
namespace {

constexpr std::string_view folder = "icons/";
constexpr std::string_view ending = ".svg";

/// Below the size of the rail the line is a little heavier, or it would look thinner than the text beside it.
constexpr qreal small_size = 18;

QByteArray source(const QString& name) {
    const auto bytes = find_resource(std::string(folder) + name.toStdString() + std::string(ending));
    Q_ASSERT_X(bytes, "icon", qPrintable(name));
    return bytes ? QByteArray(bytes->data(), static_cast<qsizetype>(bytes->size())) : QByteArray();
}

/// A drawing per name, colour and weight, parsed once. Only the window's thread paints.
QSvgRenderer& drawing(const QString& name, const QColor& colour, bool small) {
    static QHash<QString, std::shared_ptr<QSvgRenderer>> cache;
    const QString key = name + u'/' + colour.name() + (small ? u's' : u'l');
    std::shared_ptr<QSvgRenderer>& renderer = cache[key];
    if (!renderer) {
        QByteArray svg = source(name);
        svg.replace("currentColor", colour.name().toLatin1());
        if (small) svg.replace("stroke-width=\"1.75\"", "stroke-width=\"2\"");
        renderer = std::make_shared<QSvgRenderer>(svg);
    }
    return *renderer;
}

void paint(QPainter& painter, const QRectF& place, const QString& name, const QColor& colour, bool small) {
    const qreal side = std::min(place.width(), place.height());
    const QRectF square(place.center().x() - side / 2, place.center().y() - side / 2, side, side);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    drawing(name, colour, small).render(&painter, square);
    painter.restore();
}

class TintedEngine : public QIconEngine {
public:
    TintedEngine(QString name, std::optional<Ink> ink)
        : name_(std::move(name))
        , ink_(ink) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        draw_icon(*painter, rect, name_, colour(mode, painter->pen().color()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
        return scaled(size, mode, 1);
    }
    QIconEngine* clone() const override { return new TintedEngine(*this); }
    QString key() const override { return QStringLiteral("attune"); }
    QString iconName() override { return name_; }

    void virtual_hook(int id, void* data) override {
        if (id != ScaledPixmapHook) return QIconEngine::virtual_hook(id, data);
        auto& wanted = *static_cast<ScaledPixmapArgument*>(data);
        wanted.pixmap = scaled(wanted.size, wanted.mode, wanted.scale);
    }

private:
    QColor colour(QIcon::Mode mode, const QColor& of_place) const {
        if (mode == QIcon::Disabled) return theme().text.disabled;
        return ink_ ? ink_colour(theme(), *ink_) : of_place;
    }

    /// `size` is in device pixels.
    QPixmap scaled(const QSize& size, QIcon::Mode mode, qreal scale) const {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        attune::ui::paint(painter, QRectF(QPointF(), size), name_, colour(mode, theme().text.primary),
                          size.height() / scale < small_size);
        return pixmap;
    }

    QString name_;
    std::optional<Ink> ink_;
};

} // namespace

QIcon icon(const QString& name) {
    return QIcon(new TintedEngine(name, std::nullopt));
}

QIcon icon(const QString& name, Ink ink) {
    return QIcon(new TintedEngine(name, ink));
}

QStringList icon_names() {
    QStringList names;
    for (const Resource& resource : resources())
        if (resource.path.starts_with(folder) && resource.path.ends_with(ending)) {
            const auto name =
                resource.path.substr(folder.size(), resource.path.size() - folder.size() - ending.size());
            names << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
        }
    return names;
}

void draw_icon(QPainter& painter, const QRectF& place, const QString& name, const QColor& colour) {
    paint(painter, place, name, colour, std::min(place.width(), place.height()) < small_size);
}

} // namespace attune::ui
