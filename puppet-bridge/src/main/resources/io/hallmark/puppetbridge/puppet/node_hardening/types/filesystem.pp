# A row of /etc/fstab, but for its mount point. No define has this name: a type alias of the same name would stand for it.
type Node_hardening::Filesystem = Struct[{
  device  => Pattern[/\A((\/[A-Za-z0-9_@+.:-]+)+|(UUID|LABEL|PARTUUID|PARTLABEL)=[A-Za-z0-9_.-]+|[A-Za-z0-9_.-]+)\z/],
  fstype  => Pattern[/\A[a-z][a-z0-9._]*\z/],
  options => Array[Node_hardening::Option, 1],
  dump    => Integer[0, 1],
  pass    => Integer[0, 2],
}]
