"""
Why, and what could ever happen: read-only views of model, plan and answer.
"""
