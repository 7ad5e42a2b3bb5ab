# The name of a package.
type Node_hardening::Package_name = Pattern[/\A[A-Za-z0-9][A-Za-z0-9+._-]*\z/]
