# What a symbolic link names, or that there is none.
type Node_hardening::Link_target = Variant[Enum['absent'], Node_hardening::Path]
