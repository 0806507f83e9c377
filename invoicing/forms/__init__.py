"""The forms: they read what people type and keep it when it does not fit."""
