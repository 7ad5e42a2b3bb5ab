# A setting in a file that has others: the line that begins with the key is this one.
type Node_hardening::Line_setting = Struct[{
  path      => Node_hardening::Path,
  key       => Pattern[/\A[A-Za-z0-9_]+\z/],
  line      => Pattern[/\A[A-Za-z0-9_]+ ?= ?[^\n'\\$`]+\z/],
  on_change => Node_hardening::Command,
}]
