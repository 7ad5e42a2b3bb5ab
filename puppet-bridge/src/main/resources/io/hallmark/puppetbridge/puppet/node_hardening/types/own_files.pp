# Names of files in a folder that belong to the profile, and what makes a running system take in that one is gone.
type Node_hardening::Own_files = Struct[{
  folder    => Node_hardening::Path,
  beginning => Pattern[/\A[A-Za-z0-9_.-]+\z/],
  ending    => Pattern[/\A[A-Za-z0-9_.-]*\z/],
  on_change => Node_hardening::Command,
}]
