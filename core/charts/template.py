"""What all figures share: colours that mean the same everywhere, and one layout."""

from __future__ import annotations

import plotly.graph_objects as go

# Teal 600: at least 3:1 against the light and the dark background.
ACCENT = "#0d9488"
GREY = "#94a3b8"
# Meaning only: worth checking.
AMBER = "#d97706"

# Okabe & Ito's colours without black and yellow, then hues that stay apart from them for
# colour-blind eyes; the same list as chartCategoricalColors in .streamlit/config.toml.
NICHE_COLORS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#D55E00",
    "#56B4E9",
    "#AA3377",
    "#999933",
    "#44AA99",
    "#8C6BB1",
    "#B07D48",
    "#7A8B99",
)
# Beyond twelve niches the shape of the mark tells two of the same colour apart.
NICHE_SYMBOLS = ("circle", "diamond", "triangle-up", "square")
# Ticks of a time axis, by how far they lie apart: day before month, as in every text. Plotly's own
# order is month before day.
_DAY_MS = 86_400_000
_DATE_TICKS = [
    {"dtickrange": [None, _DAY_MS], "value": "%H:%M\n%-d %b %Y"},
    {"dtickrange": [_DAY_MS, 28 * _DAY_MS], "value": "%-d %b\n%Y"},
    {"dtickrange": ["M1", "M6"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]
PLOT_CONFIG = {
    "displaylogo": False,
    "scrollZoom": False,
    "modeBarButtons": [["toImage", "zoom2d", "resetScale2d"]],
}


def niche_color(niche_id: int) -> str:
    """The colour of a niche, the same on every page."""
    return NICHE_COLORS[int(niche_id) % len(NICHE_COLORS)]


def niche_symbol(niche_id: int) -> str:
    """The mark of a niche, the same on every page."""
    return NICHE_SYMBOLS[int(niche_id) // len(NICHE_COLORS) % len(NICHE_SYMBOLS)]


def finished(figure: go.Figure) -> go.Figure:
    """The figure with the common layout; what the figure set itself stays.

    The background is transparent and no text colour is set, so that the page's light or dark
    theme shows through.
    """
    layout = figure.layout
    if layout.modebar.orientation:
        return figure  # finished before
    # One by one: each call of `update_layout` copies Plotly's whole template.
    layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)"
    layout.hoverlabel.namelength = -1
    layout.modebar = {"orientation": "h", "bgcolor": "rgba(0,0,0,0)"}
    if layout.title.text:
        title = layout.title
        title.x, title.xanchor, title.xref, title.font.size = 0, "left", "container", 15
    if layout.margin.l is None:
        layout.margin = {"l": 8, "r": 8, "t": 46 if layout.title.text else 12, "b": 8}
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        axis.automargin = True
        if axis.type == "date":
            axis.tickformatstops = _DATE_TICKS
    return figure


def escaped(text: str) -> str:
    """A name for a hover text; names come from strangers, and Plotly reads HTML and its own
    placeholders there."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("{", "(").replace("}", ")")


def short_text(text: str, longest: int) -> str:
    """The same for a legend or an axis, cut at `longest` characters."""
    return escaped(text if len(text) <= longest else text[: longest - 1] + "…")
