package io.hallmark.baselines.drift;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.baselines.repository.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The baselines that nodes are held to.
 *
 * @param image only those of this image; all when empty
 * @param chain only those of this chain; all when empty
 * @param hardware only those of this hardware profile; all when empty
 */
public record Held(Optional<String> image, Optional<String> chain, Optional<String> hardware) {
    /** How many earlier states of one baseline are looked through for sets that were retired. */
    private static final int MOST_STATES = 50;

    /**
     * Prepares the comparison with baselines in a folder, of which nothing earlier is known.
     *
     * @throws BaselinesException when there is no such baseline
     */
    public Drift in(RepositoryFiles files) {
        return drift(files, List::of);
    }

    /**
     * Prepares the comparison with a state of a repository; sets that were retired are found in its history.
     *
     * @throws BaselinesException when there is no such baseline
     */
    public Drift in(BaselinesRepository repository, Snapshot state) {
        return drift(state, () -> {
            List<BaselineDocument> earlier = new ArrayList<>();
            for (String path : paths(state)) {
                for (Snapshot before : repository.history(state, path, MOST_STATES)) {
                    before.read(path).flatMap(bytes -> readable(path, bytes)).ifPresent(earlier::add);
                }
            }
            return earlier;
        });
    }

    private Drift drift(RepositoryFiles files, Supplier<Collection<BaselineDocument>> earlier) {
        List<BaselineDocument> all = new ArrayList<>();
        paths(files).forEach(path -> all.add(BaselineDocument.read(path, files.require(path))));
        List<BaselineDocument> held = all.stream().filter(this::covers).toList();
        if (held.isEmpty()) {
            throw new BaselinesException("no such baseline in " + files.describe() + ": it has " + paths(files));
        }
        return new Drift(held, all, earlier);
    }

    private boolean covers(BaselineDocument baseline) {
        return image.map(baseline.image()::equals).orElse(true)
                && chain.map(baseline.chain()::equals).orElse(true)
                && hardware.map(baseline.hardware()::equals).orElse(true);
    }

    private static List<String> paths(RepositoryFiles files) {
        return files.list("baselines").stream()
                .filter(path -> path.endsWith(".yaml"))
                .toList();
    }

    /** A state of long ago may be of a form that is not read any more; it only helps to recognise events. */
    private static Optional<BaselineDocument> readable(String path, byte[] bytes) {
        try {
            return Optional.of(BaselineDocument.read(path, bytes));
        } catch (BaselinesException e) {
            return Optional.empty();
        }
    }
}
