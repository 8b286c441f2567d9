"""The campaign report: the same facts as one HTML file, as slides and as a workbook."""
