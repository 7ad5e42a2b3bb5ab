# @summary The row of /etc/fstab for a mount point.
#
# It stands in place of the first there is, else at the end; others for the same mount point go. The mount type would let them
# stay, and systemd takes the first.
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
  $same = @(SCRIPT/L)
    awk '$1 !~ /^#/ && $2 == ENVIRON["KEY"] { rows++; same = $0 == ENVIRON["LINE"] } END { exit !(rows == 1 && same) }' \
    /etc/fstab
    | SCRIPT

  exec { "node_hardening: ${path} in /etc/fstab":
    command     => $edit,
    unless      => $same,
    environment => ["KEY=${path}", "LINE=${row}"],
    path        => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
    provider    => shell,
  }
}
