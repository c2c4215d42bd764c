"""Which device is which: codes on devices checked, and the inventory found again in the CMDB or in monitoring."""
