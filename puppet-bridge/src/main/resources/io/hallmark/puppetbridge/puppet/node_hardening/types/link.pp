# A symbolic link, or that there is none, and what makes a running system take it in.
type Node_hardening::Link = Struct[{
  target    => Node_hardening::Link_target,
  on_change => Node_hardening::Command,
}]
