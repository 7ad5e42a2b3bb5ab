# @summary Rows of /etc/fstab, and what is mounted by them.
# @api private
class node_hardening::mounts {
  $node_hardening::filesystems.each |$path, $row| {
    node_hardening::row { $path:
      filesystem => $row,
    }
    # In the tree of an image what seems to be mounted is a file system of the machine that builds it.
    if $node_hardening::applied_in == 'node' {
      exec { "node_hardening: remount ${path}":
        command     => "mount -o remount ${path}",
        onlyif      => "findmnt --kernel --mountpoint ${path}",
        path        => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
        refreshonly => true,
        subscribe   => Node_hardening::Row[$path],
      }
    }
  }
}
