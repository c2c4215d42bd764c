"""The report: one page without a network, that tells a stranger what is late, what is short, and who gets what."""

from scheduler.outputs.report.page import report_html, write_report

__all__ = ["report_html", "write_report"]
