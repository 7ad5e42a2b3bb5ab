# A setting of the kernel.
type Node_hardening::Sysctl_key = Pattern[/\A[a-z0-9_-]+(\.[A-Za-z0-9_-]+)+\z/]
