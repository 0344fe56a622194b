"""The design system: typed components, tokens and charts. It knows the trade's words but no subject."""
