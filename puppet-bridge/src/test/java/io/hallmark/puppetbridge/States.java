package io.hallmark.puppetbridge;

import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.repository.RepositoryFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Approved states of a baselines repository that has these texts. */
public final class States {
    private States() {}

    /** @param texts by path */
    public static ApprovedState of(String commit, Map<String, String> texts) {
        TreeMap<String, String> files = new TreeMap<>(texts);
        return ApprovedState.of(commit, Instant.EPOCH, new RepositoryFiles() {
            @Override
            public String describe() {
                return "the test";
            }

            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(files.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public List<String> list(String folder) {
                return files.keySet().stream()
                        .filter(path -> path.startsWith(folder + "/"))
                        .toList();
            }
        });
    }
}
