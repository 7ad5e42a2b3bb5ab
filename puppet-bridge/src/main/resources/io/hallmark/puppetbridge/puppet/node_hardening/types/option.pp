# One mount option.
type Node_hardening::Option = Pattern[/\A[A-Za-z0-9_.:\/%@+-]+(=[A-Za-z0-9_.:\/%@+-]+)?\z/]
