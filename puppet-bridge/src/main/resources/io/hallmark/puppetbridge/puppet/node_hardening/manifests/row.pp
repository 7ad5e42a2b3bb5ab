# @summary A row of /etc/fstab in the tree of an image.
#
# The mount type would remount what seems to be mounted, and that is a file system of the machine that builds the image.
#
# @param filesystem
#   All of the row but its mount point.
# @param path
#   The mount point.
# @api private
define node_hardening::row (
  Node_hardening::Filesystem $filesystem,
  Node_hardening::Mountpoint $path = $title,
) {
  $row = [
    $filesystem['device'], $path, $filesystem['fstype'], $filesystem['options'].join(','),
    String($filesystem['dump']), String($filesystem['pass']),
  ].join("\t")
  # The texts are handed over in the environment, so that no shell takes them apart.
  $edit = @(SCRIPT)
    touch /etc/fstab && new=$(mktemp /etc/fstab.XXXXXX) && awk '
      $1 !~ /^#/ && $2 == ENVIRON["KEY"] { if (!done) print ENVIRON["LINE"]; done = 1; next }
      { print }
      END { if (!done) print ENVIRON["LINE"] }
    ' /etc/fstab >"$new" && chmod 0644 "$new" && mv -f "$new" /etc/fstab
    | SCRIPT

  exec { "node_hardening: ${path} in /etc/fstab":
    command     => $edit,
    unless      => 'grep -qxF -e "$LINE" /etc/fstab',
    environment => ["KEY=${path}", "LINE=${row}"],
    path        => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
    provider    => shell,
  }
}
