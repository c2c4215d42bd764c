"""Reading what manufacturers and agencies publish: CSAF advisories, the KEV catalogue, SBOMs, MDS2 workbooks."""
