"""Which style sheets and scripts make the two bundles, in which order. A missing one is passed over.

`order.css` states the order of the layers, once; after it the order of files matters only within a layer.
"""

ORDER: tuple[str, ...] = (
    "house/order.css",
    "house/reset.css",
    "house/tokens.css",
    "house/base.css",
    "house/shell.css",
    "house/masthead.css",
    "house/nav.css",
    "house/footer.css",
    "house/part-head.css",
    "house/tag.css",
    "house/button.css",
    "house/form.css",
    "house/notice.css",
    "house/pager.css",
    "stories/card.css",
    "stories/front.css",
    "stories/section.css",
    "stories/story.css",
    "stories/body.css",
    "stories/licence-mark.css",
    "stories/profile.css",
    "markets/strip.css",
    "markets/markets.css",
    "comments/comments.css",
    "archive/related.css",
    "archive/most-read.css",
    "archive/search.css",
    "readers/readers.css",
    "house/print.css",
)

SCRIPTS: tuple[str, ...] = (
    "house/relative-time.js",
    "house/current-date.js",
    "stories/share-tools.js",
    "stories/text-size.js",
    "markets/strip.js",
    "markets/colours.js",
    "comments/comment-box.js",
)
