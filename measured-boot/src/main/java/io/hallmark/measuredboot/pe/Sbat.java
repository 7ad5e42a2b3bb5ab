package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.io.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code .sbat} section: the components of an image with their security generations (shim, {@code SBAT.md}).
 *
 * @param rows in order
 */
public record Sbat(List<Row> rows) {
    private static final int MOST_ROWS = 256;

    /**
     * A component.
     *
     * @param generation as written, usually a number
     */
    public record Row(String component, String generation, String vendor, String name, String version, String url) {
        @Override
        public String toString() {
            return component + "," + generation + "," + vendor + "," + name + "," + version + "," + url;
        }
    }

    public Sbat {
        rows = List.copyOf(rows);
    }

    /** Reads the section's text up to its first NUL; lines that are no rows are passed over, characters that
     * are not printable replaced. */
    public static Sbat parse(String text) {
        int nul = text.indexOf('\0');
        List<Row> rows = new ArrayList<>();
        for (String line : (nul < 0 ? text : text.substring(0, nul)).split("\\R")) {
            String[] fields = Printable.line(line).split(",", 6);
            if (fields.length >= 2 && rows.size() < MOST_ROWS) {
                rows.add(new Row(
                        fields[0].strip(),
                        fields[1].strip(),
                        field(fields, 2),
                        field(fields, 3),
                        field(fields, 4),
                        field(fields, 5)));
            }
        }
        return new Sbat(rows);
    }

    private static String field(String[] fields, int index) {
        return index < fields.length ? fields[index].strip() : "";
    }

    /** The version of a component; a distribution's row ({@code grub.debian}) goes before the upstream one. */
    public Optional<String> version(String component) {
        return rows.stream()
                .filter(row -> row.component().startsWith(component + "."))
                .findFirst()
                .or(() -> rows.stream()
                        .filter(row -> row.component().equals(component))
                        .findFirst())
                .map(Row::version)
                .filter(version -> !version.isEmpty());
    }
}
