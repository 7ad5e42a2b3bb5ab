package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import java.util.List;
import java.util.Map;

/**
 * What a host intrusion detection system looks at.
 *
 * @param paths that are watched with all below them, at least one
 * @param excludes that are left out with all below them
 * @param schedule {@code hourly}, {@code daily} or {@code weekly}
 */
public record Watched(List<String> paths, List<String> excludes, String schedule) {
    static final List<String> FIELDS = List.of("paths", "excludes", "schedule");

    public Watched {
        paths = List.copyOf(paths);
        excludes = List.copyOf(excludes);
    }

    static Watched read(Fields fields) {
        YamlValue given = fields.required("paths");
        List<String> paths = fields.distinct("paths", Form.PATH::of);
        if (paths.isEmpty()) {
            throw YamlValue.error(given.source(), "name at least one path to watch");
        }
        List<String> excludes = fields.distinct("excludes", Form.PATH::of);
        String schedule = fields.optional("schedule").map(Form.SCHEDULE::of).orElse("daily");
        return new Watched(paths, excludes, schedule);
    }

    void write(Map<String, Object> entry) {
        entry.put("paths", paths);
        if (!excludes.isEmpty()) {
            entry.put("excludes", excludes);
        }
        entry.put("schedule", schedule);
    }

    int seconds() {
        return switch (schedule) {
            case "hourly" -> 3600;
            case "weekly" -> 7 * 24 * 3600;
            default -> 24 * 3600;
        };
    }
}
