"""What a browser gets: templates, texts, static assets, the request's context."""
