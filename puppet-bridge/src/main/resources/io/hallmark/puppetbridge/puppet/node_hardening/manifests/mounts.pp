# @summary Rows of /etc/fstab.
# @api private
class node_hardening::mounts {
  $node_hardening::filesystems.each |$path, $row| {
    if $node_hardening::applied_in == 'node' {
      mount { $path:
        ensure  => present,
        device  => $row['device'],
        fstype  => $row['fstype'],
        options => $row['options'].join(','),
        dump    => $row['dump'],
        pass    => $row['pass'],
      }
    } else {
      node_hardening::row { $path:
        filesystem => $row,
      }
    }
  }
}
