"""Influencer Scout: page config, sidebar with the brand picker, navigation. No data work."""

import streamlit as st

from core.web.shell import frame

st.set_page_config(
    page_title="Influencer Scout",
    page_icon="static/icon.svg",
    layout="wide",
    menu_items={"About": "Influencer Scout. Everything runs on this machine."},
)
frame.run(frame.navigation())
