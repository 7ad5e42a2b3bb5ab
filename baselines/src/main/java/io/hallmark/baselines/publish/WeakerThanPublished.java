package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.BaselineWeakening;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In what the baselines of a state hold nodes to less than those that were published last, however the state came about. */
final class WeakerThanPublished {
    private WeakerThanPublished() {}

    /** One line each, with the baseline's path. A state that the repository has no more, or can't be read, says nothing. */
    static List<String> lines(BaselinesRepository repository, String published, Snapshot chosen) {
        Snapshot before;
        try {
            before = repository.snapshot(published);
        } catch (BaselinesException e) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (String path : before.list("baselines")) {
            Optional<byte[]> was = before.read(path);
            Optional<byte[]> is = chosen.read(path);
            if (path.endsWith(".yaml") && is.isPresent() && !java.util.Arrays.equals(was.orElseThrow(), is.get())) {
                BaselineWeakening.of(BaselineDocument.read(path, was.get()), BaselineDocument.read(path, is.get()))
                        .forEach(line -> lines.add(path + ": " + line));
            }
        }
        return lines;
    }
}
