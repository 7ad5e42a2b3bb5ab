# @summary Files of earlier profiles are gone.
#
# Of the files in a folder whose names begin and end so, only these stay.
#
# @param folder
#   The folder, which need not be there.
# @param beginning
#   What their names begin with.
# @param ending
#   What their names end with.
# @param file_names
#   Names of those that stay.
# @api private
define node_hardening::only (
  Node_hardening::Path           $folder,
  Pattern[/\A[A-Za-z0-9_.-]+\z/] $beginning,
  Pattern[/\A[A-Za-z0-9_.-]*\z/] $ending,
  Array[String[1]]               $file_names,
) {
  # The texts are handed over in the environment, so that no shell takes them apart.
  $remove = @(SCRIPT)
    for file in "$FOLDER/$BEGINNING"*"$ENDING"; do
      { [ -f "$file" ] || [ -L "$file" ]; } || continue
      case " $NAMES " in *" ${file##*/} "*) ;; *) rm -f -- "$file" || exit 1 ;; esac
    done
    | SCRIPT
  $others = @(SCRIPT)
    for file in "$FOLDER/$BEGINNING"*"$ENDING"; do
      { [ -f "$file" ] || [ -L "$file" ]; } || continue
      case " $NAMES " in *" ${file##*/} "*) ;; *) exit 0 ;; esac
    done
    exit 1
    | SCRIPT

  exec { "node_hardening: no others of ${title}":
    command     => $remove,
    onlyif      => $others,
    environment => [
      "FOLDER=${folder}", "BEGINNING=${beginning}", "ENDING=${ending}", "NAMES=${file_names.join(' ')}",
    ],
    path        => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
    provider    => shell,
  }
}
