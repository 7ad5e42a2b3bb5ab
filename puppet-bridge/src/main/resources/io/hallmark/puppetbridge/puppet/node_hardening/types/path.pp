# An absolute path that is text and nothing else to a shell, without a slash at its end, and that doesn't go through '.' or '..'.
type Node_hardening::Path = Pattern[/\A(\/(?!\.{1,2}(\/|\z))[A-Za-z0-9_@+.-]+)+\z/]
