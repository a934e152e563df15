"""Makes light stubs out of the sources of an installed package."""
