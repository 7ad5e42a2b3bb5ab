# A file with a secret between two texts; the secret stands by name alone.
type Node_hardening::Secret_file = Struct[{
  mode      => Node_hardening::Mode,
  before    => String,
  secret    => Node_hardening::Secret_name,
  after     => String,
  on_change => Node_hardening::Command,
}]
