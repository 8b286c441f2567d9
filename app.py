"""Influencer Scout: page config, sidebar with the brand picker, navigation. No data work."""

from core.web.shell import frame

frame.configure_page()
frame.run(frame.navigation())
