"""Render a template into a page: the one way to make HTML."""

import hashlib
import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context as TemplateContext
from markupsafe import Markup
from starlette.responses import HTMLResponse

from service.access.csrf import form_token
from service.access.permissions import Permission, allowed
from service.areas.errors import NoActiveDivisionError
from service.areas.strategies import strategy_told
from service.web import formats
from service.web.context import Context, remember_language
from service.web.i18n import page_catalogue

WEB = Path(__file__).parent
STATIC = WEB / "static"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    environment.globals.update(
        t=_text, static=static_url, icon=_icon, texts_json=_texts_json, Permission=Permission
    )
    formats.install(environment)
    environment.filters["strategy"] = _strategy
    return environment


def page(
    request: Request, context: Context, template: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """Render a template for a request.

    The template sees ``t(key, **facts)``, ``static(path)``, ``icon(name)``, ``actor``,
    ``locale``, ``csrf_token``, ``may(permission)``, ``district`` (its name; empty where no
    division is active), ``request`` and the given values.
    """
    html = (
        _environment()
        .get_template(template)
        .render(
            request=request,
            actor=context.actor,
            locale=context.locale,
            zone=context.settings.zone,
            now=context.executor.clock(),
            csrf_token=form_token(context.settings.signing_key, context.session_token),
            may=lambda permission: allowed(context.actor, Permission(permission)),
            development=context.settings.development,
            district=_district(context),
            **values,
        )
    )
    response = HTMLResponse(html, status)
    remember_language(request, response)
    return response


def _district(context: Context) -> str:
    try:
        info = context.in_force.info
    except NoActiveDivisionError:
        return ""
    return (info.district_name_en if context.locale == "en" else "") or info.district_name


@pass_context
def _text(scope: TemplateContext, key: str, **facts: Any) -> str:
    return page_catalogue().text(scope["locale"], key, **facts)


@pass_context
def _strategy(scope: TemplateContext, kept: str) -> str:
    """Return how a division was made in the reader's language."""
    return strategy_told(kept, partial(page_catalogue().text, scope["locale"]))


@pass_context
def _texts_json(scope: TemplateContext, *prefixes: str) -> Markup:
    """Return the texts under some key prefixes, raw patterns filled by the page's script.

    Only texts without facts, or whose facts are plain ``{ $name }`` marks, may be used so.
    """
    texts = page_catalogue().patterns(scope["locale"], prefixes)
    return Markup(json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704


@cache
def static_url(path: str) -> str:
    """Return the address of a static file, with its content's hash: cached for ever."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"


def _icon(name: str) -> Markup:
    """Return an icon of the sprite; decorative, so a word goes beside it."""
    return Markup(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(static_url("icons.svg"), name)
