# Four octal digits.
type Node_hardening::Mode = Pattern[/\A[0-7]{4}\z/]
