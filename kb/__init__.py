"""Knowledge base: articles read from files, and the search over them. Imports nothing of ours."""
