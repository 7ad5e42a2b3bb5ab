# A key of node_hardening::secrets.
type Node_hardening::Secret_name = Pattern[/\A[a-z][a-z0-9_]{0,62}\z/]
