"""The dataset as pages: for a browser, and as JSON, CSV and XLSX under the same addresses."""
