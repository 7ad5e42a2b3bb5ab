# Where a file system is mounted.
type Node_hardening::Mountpoint = Variant[Enum['/'], Node_hardening::Path]
