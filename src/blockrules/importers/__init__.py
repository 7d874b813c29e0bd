"""
Foreign configuration to rules files.
"""
