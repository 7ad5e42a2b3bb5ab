# @summary One line in a file that has others.
#
# The first line that begins with the key is replaced, and others go; where there is none, the line is added at the end.
#
# @param path
#   The file, which must be there.
# @param key
#   What the line begins with.
# @param line
#   The line.
# @api private
define node_hardening::line (
  Node_hardening::Path          $path,
  Pattern[/\A[A-Za-z0-9_]+\z/]  $key,
  String[1]                     $line,
) {
  # The texts are handed over in the environment, so that no shell takes them apart.
  $edit = @(SCRIPT)
    new=$(mktemp "$FILE.XXXXXX") && awk '
      index($0, ENVIRON["KEY"]) == 1 && substr($0, length(ENVIRON["KEY"]) + 1) ~ /^[ \t]*=/ {
        if (!done) print ENVIRON["LINE"]
        done = 1
        next
      }
      { print }
      END { if (!done) print ENVIRON["LINE"] }
    ' "$FILE" >"$new" &&
    chown --reference="$FILE" "$new" && chmod --reference="$FILE" "$new" && mv -f "$new" "$FILE"
    | SCRIPT
  $same = @(SCRIPT)
    awk '
      index($0, ENVIRON["KEY"]) == 1 && substr($0, length(ENVIRON["KEY"]) + 1) ~ /^[ \t]*=/ {
        lines++
        same = $0 == ENVIRON["LINE"]
      }
      END { exit !(lines == 1 && same) }
    ' "$FILE"
    | SCRIPT

  exec { "node_hardening: ${key} in ${path}":
    command     => $edit,
    unless      => $same,
    environment => ["FILE=${path}", "KEY=${key}", "LINE=${line}"],
    path        => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
    provider    => shell,
  }
}
