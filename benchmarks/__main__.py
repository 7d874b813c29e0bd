"""
Run every benchmark.
"""

from benchmarks import loading

loading.main()
