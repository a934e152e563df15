"""What the tests of the plugin need: small projects, and a plugin that shows what annotations carry."""
