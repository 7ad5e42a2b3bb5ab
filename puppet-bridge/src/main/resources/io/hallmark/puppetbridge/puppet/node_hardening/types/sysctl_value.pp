# Words with one space between them.
type Node_hardening::Sysctl_value = Pattern[/\A[A-Za-z0-9_.:,\/+-]+( [A-Za-z0-9_.:,\/+-]+)*\z/]
