package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.BaselineWeakening;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** In what the baselines of a state hold nodes to less than those that were published last, however the state came about. */
final class WeakerThanPublished {
    private WeakerThanPublished() {}

    /** One line each, with the baseline's path. A former baseline in a form that is not known any more says nothing. */
    static List<String> lines(Snapshot before, Snapshot chosen) {
        List<String> lines = new ArrayList<>();
        for (String path : before.list("baselines")) {
            byte[] was = before.require(path);
            Optional<byte[]> is = chosen.read(path).filter(bytes -> !Arrays.equals(was, bytes));
            if (path.endsWith(".yaml") && is.isPresent()) {
                former(path, was)
                        .ifPresent(document -> BaselineWeakening.of(document, BaselineDocument.read(path, is.get()))
                                .forEach(line -> lines.add(path + ": " + line)));
            }
        }
        return lines;
    }

    private static Optional<BaselineDocument> former(String path, byte[] bytes) {
        try {
            return Optional.of(BaselineDocument.read(path, bytes));
        } catch (BaselinesException e) {
            return Optional.empty();
        }
    }
}
