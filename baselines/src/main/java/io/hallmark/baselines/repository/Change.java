package io.hallmark.baselines.repository;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a proposal changes in one state of the baselines repository.
 *
 * @param files new content by path; empty deletes the file. The arrays are not copied and must not change
 * @param message of the commit: subject, empty line, report
 * @param sourceTime when the source commit was made that the change is computed from; of two proposals on one branch
 *     the later one stays. Empty when the files come from no repository
 */
public record Change(Map<String, Optional<byte[]>> files, String message, Optional<Instant> sourceTime) {
    public Change {
        files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
