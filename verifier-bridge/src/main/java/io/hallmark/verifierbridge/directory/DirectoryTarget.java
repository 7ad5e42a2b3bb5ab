package io.hallmark.verifierbridge.directory;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.Target;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A folder with a file for each item: {@code <format>/<image>/<chain>/<profile>…}. */
final class DirectoryTarget implements Target {
    private final String name;
    private final OwnFolder folder;
    private final List<Format> formats;

    DirectoryTarget(String name, OwnFolder folder, List<Format> formats) {
        this.name = name;
        this.folder = folder;
        this.formats = List.copyOf(formats);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        Set<String> own = folder.own();
        Set<String> wanted = new HashSet<>();
        List<PlanItem> plan = new ArrayList<>();
        for (Format format : formats) {
            for (BaselineDocument baseline : state.baselines()) {
                for (RenderedFile file : format.render(state, baseline)) {
                    String path = format.name() + "/" + file.path();
                    wanted.add(path);
                    plan.add(item(path, file, own.contains(path)));
                }
            }
        }
        own.stream()
                .filter(path -> !wanted.contains(path))
                .forEach(path -> plan.add(new PlanItem(
                        path, Action.REMOVE, Optional.empty(), List.of("no approved baseline says this any more"))));
        return plan;
    }

    private PlanItem item(String path, RenderedFile file, boolean own) {
        if (file.content().isEmpty()) {
            return new PlanItem(path, Action.REFUSED, Optional.empty(), file.words());
        }
        Optional<byte[]> held = folder.read(path);
        boolean same =
                held.isPresent() && Arrays.equals(held.get(), file.content().get());
        if (own && same) {
            return new PlanItem(path, Action.KEEP, file.content(), file.words());
        }
        if (held.isPresent() && !own && !same) {
            return new PlanItem(
                    path,
                    Action.REFUSED,
                    Optional.empty(),
                    List.of("a file that Hallmark did not write is there: move it away, or choose another 'path'"));
        }
        return new PlanItem(path, held.isPresent() ? Action.UPDATE : Action.CREATE, file.content(), file.words());
    }

    @Override
    public String apply(PlanItem item) {
        switch (item.action()) {
            case CREATE, UPDATE -> folder.write(item.name(), item.content().orElseThrow());
            case REMOVE -> folder.remove(item.name());
            case KEEP, REFUSED ->
                throw new BaselinesException(
                        item.name() + " is not to be changed: this is a defect of the publication");
        }
        return item.action() == Action.REMOVE ? "removed" : "written";
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        return folder.read(item.name());
    }
}
