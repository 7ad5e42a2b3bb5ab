# A file that belongs to the profile as a whole, and what makes a running system take it in.
type Node_hardening::Owned_file = Struct[{
  mode      => Node_hardening::Mode,
  content   => String[1],
  on_change => Node_hardening::Command,
}]
