"""The page for an unexpected error, in both languages: it asks nobody, for all may be down."""

from markupsafe import Markup
from starlette.responses import HTMLResponse

from gis.texts import LOCALES, Catalogue

_PAGE = Markup("""<!doctype html>
<html lang="zh-CN">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  <link rel="stylesheet" href="/static/css/tokens.css">
  <link rel="stylesheet" href="/static/css/base.css">
  <link rel="stylesheet" href="/static/css/components.css">
</head>
<body>
  <main class="page page--narrow">
    {words}
  </main>
</body>
</html>
""")
_WORDS = Markup("""<div class="state state--error" lang="{locale}">
      <h1>{title}</h1>
      <p class="state__text">{detail}</p>
      <p><a href="/">{way_out}</a></p>
    </div>
    """)


def last_page(catalogue: Catalogue) -> HTMLResponse:
    """Say that something went wrong, without database, session or template."""
    words = Markup().join(
        _WORDS.format(
            locale=locale,
            title=catalogue.text(locale, "error-unexpected"),
            detail=catalogue.text(locale, "error-unexpected-detail"),
            way_out=catalogue.text(locale, "shell-back-to-map"),
        )
        for locale in LOCALES
    )
    title = " · ".join(catalogue.text(locale, "error-unexpected") for locale in LOCALES)
    return HTMLResponse(_PAGE.format(title=title, words=words), 500)
