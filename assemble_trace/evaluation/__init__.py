"""The check job's program: judges one pull request of a Ballet project, and writes a report.

It runs in the project's own Python, which need not have any of our packages: this folder is
copied beside the job and started as ``python -I FOLDER``. It therefore imports nothing but the
standard library, numpy, scipy, pandas, scikit-learn and ballet, and keeps to Python 3.8 syntax.
"""
