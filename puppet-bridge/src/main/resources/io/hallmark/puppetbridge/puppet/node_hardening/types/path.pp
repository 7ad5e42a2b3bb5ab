# An absolute path that is text and nothing else to a shell, without a slash at its end.
type Node_hardening::Path = Pattern[/\A(\/[A-Za-z0-9_@+.-]+)+\z/]
