package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A real target in a folder of the disk: one text file with the PCR values of each baseline. Without its folder it is down. */
final class FolderTarget implements Target {
    private final String name;
    private final Path folder;
    private final boolean refusing;

    private FolderTarget(String name, Path folder, boolean refusing) {
        this.name = name;
        this.folder = folder;
        this.refusing = refusing;
    }

    /** Fields: {@code path}, {@code refuses}, and {@code credentials}, the id of a credential with a token. */
    static final class Kind implements TargetKind {
        @Override
        public String name() {
            return "folder";
        }

        @Override
        public Target open(TargetSettings settings, SecretStore secrets) {
            Path folder = Path.of(settings.text("path"));
            settings.optionalText("credentials").ifPresent(id -> secrets.require(id, "token"));
            boolean refusing = settings.flag("refuses", false);
            settings.done();
            return new FolderTarget(settings.name(), folder, refusing);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        List<PlanItem> plan = new ArrayList<>();
        Set<String> there = new TreeSet<>(files());
        for (BaselineDocument baseline : state.baselines()) {
            String file = baseline.image() + "." + baseline.chain() + "." + baseline.hardware() + ".pcrs";
            byte[] wanted = baseline.accepted().stream()
                    .map(set -> set.prediction().pcrs() + "\n")
                    .reduce("", String::concat)
                    .getBytes(StandardCharsets.UTF_8);
            Optional<byte[]> held = there.remove(file) ? read(file) : Optional.empty();
            if (refusing) {
                plan.add(new PlanItem(
                        file, PlanItem.Action.REFUSED, Optional.empty(), List.of("no room for so many PCRs")));
                continue;
            }
            PlanItem.Action action = held.isEmpty()
                    ? PlanItem.Action.CREATE
                    : Arrays.equals(held.get(), wanted) ? PlanItem.Action.KEEP : PlanItem.Action.UPDATE;
            plan.add(new PlanItem(file, action, Optional.of(wanted), List.of()));
        }
        there.forEach(file -> plan.add(new PlanItem(file, PlanItem.Action.REMOVE, Optional.empty(), List.of())));
        return plan;
    }

    @Override
    public String apply(PlanItem item) {
        try {
            Path file = folder.resolve(item.name());
            if (item.content().isPresent()) {
                Files.write(file, item.content().get());
            } else {
                Files.deleteIfExists(file);
            }
            return "written";
        } catch (IOException e) {
            throw BaselinesException.remote(folder + " can't be written: " + e, e);
        }
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        return read(item.name());
    }

    private Optional<byte[]> read(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".pcrs"))
                    .toList();
        } catch (IOException e) {
            throw BaselinesException.remote(name + " does not answer", e);
        }
    }
}
