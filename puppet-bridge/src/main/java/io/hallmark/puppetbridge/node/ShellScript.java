package io.hallmark.puppetbridge.node;

import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes checks as a script of the POSIX shell, for operators of nodes that Hallmark is not on. It changes nothing, says
 * {@code ok} or {@code FAIL} for each check, and ends with 0 if all passed, else with 1.
 */
public final class ShellScript {
    private static final String HEAD = """
            #!/bin/sh
            # Checks a node of role @ROLE@ against its hardening profile. Changes nothing. Run it as root.
            LC_ALL=C
            export LC_ALL
            failed=0
            verdict() {
              if [ "$1" = 0 ]; then printf 'ok    %s\\n' "$2"; else printf 'FAIL  %s\\n' "$2"; failed=1; fi
            }
            file() { if [ -r "$1" ]; then cat -- "$1"; else return 9; fi; }
            owner() { stat -L -c '%u:%g %a' -- "$1" 2>/dev/null; }
            digest() { [ -r "$1" ] && found=$(sha256sum <"$1") && printf '%s\\n' "${found%% *}"; }
            names() { for one in "$1/$2"*"$3"; do if [ -e "$one" ] || [ -L "$one" ]; then printf '%s\\n' "${one##*/}"; fi; done; }
            nothing() { ! grep -q '^'; }
            value() { found=$(tr -s ' \\t\\n\\r\\f\\v' ' ' | sed 's/^ //;s/ $//'); [ "$found" = "$1" ]; }
            content() { found=$(sha256sum); [ "${found%% *}" = "$1" ]; }
            has_line() { grep -qxF -e "$1"; }
            only_line() {
              key=$1 line=$2 awk '
                index($0, ENVIRON["key"]) == 1 && substr($0, length(ENVIRON["key"]) + 1) ~ /^[ \\t]*=/ { n++; same = $0 == ENVIRON["line"] }
                END { exit !(n == 1 && same) }'
            }
            lacks_line() { ! grep -qxF -e "$1"; }
            no_flag() { ! grep -qE -e "$1"; }
            has_word() { tr -s ' \\t\\n\\r\\f\\v' '\\n' | grep -qxF -e "$1"; }
            only_word() {
              tr -s ' \\t\\n\\r\\f\\v' '\\n' | key=$1 word=$2 awk '
                { at = index($0, "="); k = at ? substr($0, 1, at - 1) : $0; rest = substr($0, length(k) + 1); gsub(/-/, "_", k) }
                k == ENVIRON["key"] { n++; if (k rest != ENVIRON["word"]) other = 1 }
                END { exit !n || other }'
            }
            line_beginning() { beginning=$1 awk 'BEGIN { b = ENVIRON["beginning"] } index($0, b) == 1 && length($0) > length(b) { f = 1 } END { exit !f }'; }
            first_line() { IFS= read -r found || :; for one in "$@"; do [ "$found" = "$one" ] && return 0; done; return 1; }
            mount_row() {
              key=$1 values=$2 options=$3 only=$4 awk '
                $1 !~ /^#/ && $2 == ENVIRON["key"] { row = $0; rows++ }
                END {
                  if (row == "" || ENVIRON["only"] == "only" && rows > 1) exit 1
                  n = split(row, c); m = split(ENVIRON["values"], v, " ")
                  for (i = 1; i <= m; i++) { at = index(v[i], ":"); if (c[substr(v[i], 1, at - 1)] != substr(v[i], at + 1)) exit 1 }
                  m = split(ENVIRON["options"], o, ",")
                  for (i = 1; i <= m; i++) if (index("," c[4] ",", "," o[i] ",") == 0) exit 1
                }'
            }
            lines_within() { ! grep -vxF "$@" | grep -q '^'; }
            packages_within() {
              grep -v -e '^config-files ' -e '^not-installed ' | if [ $# = 0 ]; then nothing; else lines_within "$@"; fi
            }
            run() {
              exits=$1; shift
              command -v "$1" >/dev/null 2>&1 || return 9
              "$@" 2>/dev/null
              case " $exits " in *" $? "*) ;; *) return 9 ;; esac
            }
            """;

    private ShellScript() {}

    /**
     * The script.
     *
     * @param role for its first comment, a plain name
     */
    public static String of(String role, List<NodeCheck> checks) {
        StringBuilder script = new StringBuilder(HEAD.replace("@ROLE@", role));
        for (NodeCheck check : checks) {
            String what = quoted(check.what() + ": " + check.expectation().words());
            script.append('\n');
            if (check.expectation() instanceof Expectation.Absent) {
                String path = quoted(path(check.probe()));
                script.append("[ ! -e ")
                        .append(path)
                        .append(" ] && [ ! -L ")
                        .append(path)
                        .append(" ]\n");
            } else {
                script.append("{ probe=$(mktemp) && ")
                        .append(probe(check.probe()))
                        .append(" >\"$probe\" && ")
                        .append(filter(check.expectation()))
                        .append(" <\"$probe\"; }\n");
            }
            script.append("verdict $? ").append(what).append('\n');
            if (!(check.expectation() instanceof Expectation.Absent)) {
                script.append("rm -f -- \"$probe\"\n");
            }
        }
        return script.append("\nexit \"$failed\"\n").toString();
    }

    private static String path(Probe probe) {
        if (probe instanceof Probe.ReadFile file) {
            return file.path();
        }
        if (probe instanceof Probe.ReadLink link) {
            return link.path();
        }
        throw new IllegalArgumentException("only a file can be absent, not " + probe.words());
    }

    private static String probe(Probe probe) {
        if (probe instanceof Probe.ReadFile file) {
            return "file " + quoted(file.path());
        }
        if (probe instanceof Probe.Sha256 digest) {
            return "digest " + quoted(digest.path());
        }
        if (probe instanceof Probe.ReadLink link) {
            return "readlink -- " + quoted(link.path());
        }
        if (probe instanceof Probe.Permissions permissions) {
            return "owner " + quoted(permissions.path());
        }
        if (probe instanceof Probe.Names names) {
            return "names " + words(List.of(names.folder(), names.beginning(), names.ending()));
        }
        Probe.Run run = (Probe.Run) probe;
        String exits = run.exits().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return "run " + quoted(exits) + " " + words(run.command());
    }

    private static String filter(Expectation expectation) {
        if (expectation instanceof Expectation.Content content) {
            return "content "
                    + Bank.SHA256
                            .hash(content.content().getBytes(StandardCharsets.UTF_8))
                            .hex();
        }
        if (expectation instanceof Expectation.Value value) {
            return "value " + quoted(value.value());
        }
        if (expectation instanceof Expectation.FirstLine first) {
            return "first_line " + words(List.copyOf(first.lines()));
        }
        if (expectation instanceof Expectation.HasLine line) {
            return "has_line " + quoted(line.line());
        }
        if (expectation instanceof Expectation.OnlyLine line) {
            return "only_line " + quoted(line.key()) + " " + quoted(line.line());
        }
        if (expectation instanceof Expectation.LacksLine line) {
            return "lacks_line " + quoted(line.line());
        }
        if (expectation instanceof Expectation.NoFlag flag) {
            return "no_flag " + quoted(flag.pattern());
        }
        if (expectation instanceof Expectation.LineBeginning line) {
            return "line_beginning " + quoted(line.beginning());
        }
        if (expectation instanceof Expectation.HasWord word) {
            return "has_word " + quoted(word.word());
        }
        if (expectation instanceof Expectation.OnlyWord only) {
            return "only_word " + quoted(only.word().key()) + " "
                    + quoted(only.word().text());
        }
        if (expectation instanceof Expectation.LinesWithin within) {
            return within.lines().isEmpty()
                    ? "nothing"
                    : "lines_within "
                            + within.lines().stream()
                                    .map(line -> "-e " + quoted(line))
                                    .collect(Collectors.joining(" "));
        }
        if (expectation instanceof Expectation.PackagesWithin within) {
            return "packages_within"
                    + within.names().stream()
                            .map(name -> " -e " + quoted(Expectation.PackagesWithin.INSTALLED + name))
                            .collect(Collectors.joining());
        }
        Expectation.MountRow row = (Expectation.MountRow) expectation;
        String values = row.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(value -> value.getKey() + ":" + value.getValue())
                .collect(Collectors.joining(" "));
        return "mount_row " + quoted(row.key()) + " " + quoted(values) + " " + quoted(String.join(",", row.options()))
                + (row.only() ? " only" : " ''");
    }

    private static String words(List<String> words) {
        return words.stream().map(ShellScript::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
