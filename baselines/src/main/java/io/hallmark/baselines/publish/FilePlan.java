package io.hallmark.baselines.publish;

import io.hallmark.baselines.publish.PlanItem.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The plan of a target that holds files: Hallmark's own follow the approved state, others stay as they are. */
public final class FilePlan {
    private FilePlan() {}

    /**
     * A file that the approved state asks for.
     *
     * @param path from the folder on
     * @param content empty when it can't be made, and the words tell why
     * @param words for people, one line each
     */
    public record Wanted(String path, Optional<byte[]> content, List<String> words) {
        public Wanted {
            words = List.copyOf(words);
        }
    }

    /** The items that make the own files of a folder exactly the wanted ones; their names are the paths. */
    public static List<PlanItem> of(OwnedFiles held, List<Wanted> wanted) {
        Set<String> own = held.own();
        Set<String> paths = new HashSet<>();
        List<PlanItem> plan = new ArrayList<>();
        for (Wanted file : wanted) {
            paths.add(file.path());
            plan.add(item(file, held, own.contains(file.path())));
        }
        own.stream()
                .filter(path -> !paths.contains(path))
                .forEach(path -> plan.add(new PlanItem(
                        path, Action.REMOVE, Optional.empty(), List.of("no approved baseline says this any more"))));
        return plan;
    }

    private static PlanItem item(Wanted file, OwnedFiles folder, boolean own) {
        if (file.content().isEmpty()) {
            return new PlanItem(file.path(), Action.REFUSED, Optional.empty(), file.words());
        }
        Optional<byte[]> held = folder.read(file.path());
        boolean same =
                held.isPresent() && Arrays.equals(held.get(), file.content().get());
        if (own && same) {
            return new PlanItem(file.path(), Action.KEEP, file.content(), file.words());
        }
        if (held.isPresent() && !own && !same) {
            return new PlanItem(
                    file.path(),
                    Action.REFUSED,
                    Optional.empty(),
                    List.of("a file that Hallmark did not write is there: move it away, or choose another 'path'"));
        }
        return new PlanItem(
                file.path(), held.isPresent() ? Action.UPDATE : Action.CREATE, file.content(), file.words());
    }
}
