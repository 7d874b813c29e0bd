"""
Contexts of Drupal 7, as its Features module exports them, to rules.
"""
