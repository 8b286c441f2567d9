"""The frame around every page: navigation, sidebar, work in the background."""
