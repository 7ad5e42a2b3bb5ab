# The name of a unit of systemd.
type Node_hardening::Unit_name = Pattern[/\A[A-Za-z0-9_.@:-]+\.(service|socket|timer|path|mount|target)\z/]
