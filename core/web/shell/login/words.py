"""Sentences of the login."""

TITLE = "Influencer Scout"
ASK = "Log in to see the dashboard."
NAME = "Name"
PASSWORD = "Password"
LOG_IN = "Log in"
FORGOTTEN = "Password forgotten? An admin can set a new one."
LOG_OUT = "Log out"
ENDED = (
    "**You are logged out.** The login ended, or you logged out in another tab. Reload the page to "
    "log in; it opens here again."
)
OPEN = (
    "**This dashboard is open to a network without a login.** It shows nothing until it is started "
    "with `python -m core serve --public`, which asks for one."
)


def by_provider(name: str) -> str:
    """The link to a provider of OpenID Connect; '' for one without a name."""
    return f"Log in with {name.capitalize() or 'single sign-on'}"
