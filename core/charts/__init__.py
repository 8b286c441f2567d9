"""Frames in, plotly figures out. Pure: no store, no Streamlit."""
