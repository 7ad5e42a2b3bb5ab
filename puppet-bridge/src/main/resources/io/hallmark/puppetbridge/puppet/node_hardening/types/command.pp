# A program and its arguments; there is nothing in them that a shell reads.
type Node_hardening::Command = Array[Pattern[/\A[A-Za-z0-9_.:\/@+=-]+\z/]]
