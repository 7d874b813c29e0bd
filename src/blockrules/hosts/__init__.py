"""
Web frameworks: what lays out a page for a request, and tells caches what the answer hung on.
"""
