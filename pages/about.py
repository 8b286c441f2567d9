import streamlit as st

from core.web.shell import ensure_frame

ensure_frame()
st.title("About")
