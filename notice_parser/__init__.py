"""Vietnamese inspection notices as a dataset."""
