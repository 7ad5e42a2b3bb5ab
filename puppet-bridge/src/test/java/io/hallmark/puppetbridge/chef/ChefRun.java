package io.hallmark.puppetbridge.chef;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.PlainJson;
import io.hallmark.puppetbridge.EndState;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the cookbook asks of Chef, as the recorder writes it down. */
public final class ChefRun {
    /** The secret that the data bag has. */
    public static final String SECRET = Recorder.SECRET;

    private final EndState.Report report = new EndState.Report();
    private final Recorder.Recording recording;

    private ChefRun(Recorder.Recording recording) {
        this.recording = recording;
    }

    /** @param folder to work in, empty */
    public static EndState of(Path folder, HardeningProfile profile, RenderedFiles rendered) throws IOException {
        Recorder recorder = new Recorder(folder);
        // As good as none of the answers that a profile asks for, so that each unit is acted upon.
        recorder.units(
                profile.states().stream()
                        .filter(NodeState.Unit.class::isInstance)
                        .map(state -> ((NodeState.Unit) state).unit())
                        .toList(),
                "linked");
        String item = ChefRendering.path(profile.role());
        return new ChefRun(recorder.run(
                        PlainJson.readObject(item, rendered.files().get(item).bytes())))
                .endState();
    }

    private EndState endState() {
        recording.told().stream()
                .filter(told -> !told.type().equals("file") || !Recorder.SHARED.containsKey(told.name()))
                .forEach(this::add);
        Recorder.SHARED.forEach((path, before) -> recording.told("file", path).stream()
                .reduce((first, last) -> last)
                .ifPresent(told -> added(before, (String) told.properties().get("content"))
                        .forEach(line -> {
                            if (path.equals("/etc/fstab")) {
                                report.mount(line);
                            } else {
                                report.setting(path, line);
                            }
                        })));
        return report.endState();
    }

    private static Stream<String> added(String before, String after) {
        Set<String> known = new HashSet<>(before.lines().toList());
        return after.lines().filter(line -> !known.contains(line));
    }

    private void add(Recorder.Told told) {
        Map<?, ?> of = told.properties();
        switch (told.type()) {
            case "file" ->
                report.file(told.name(), of.get("mode"), of.get("owner"), of.get("group"), of.get("content"));
            case "remote_file" ->
                report.download(
                        told.name(),
                        of.get("mode"),
                        of.get("owner"),
                        of.get("group"),
                        of.get("source"),
                        of.get("checksum"));
            case "link" -> {
                if (told.action().equals("create")) {
                    report.link(told.name(), of.get("to"));
                } else {
                    report.absent(told.name());
                }
            }
            case "package" -> {
                if (told.action().equals("purge")) {
                    report.purged(told.name());
                } else {
                    report.installed(told.name(), "--no-install-recommends".equals(of.get("options")));
                }
            }
            case "execute" ->
                command(((List<?>) of.get("command"))
                        .stream().map(String.class::cast).toList());
            case "node_hardening_own_files" ->
                report.only(
                        (String) of.get("folder"), (String) of.get("beginning"), (String) of.get("ending"), (List<?>)
                                of.get("names"));
            case "directory", "ruby_block" -> {}
            default -> throw new AssertionError("what does Chef do with " + told + "?");
        }
    }

    private void command(List<String> words) {
        if (words.get(0).equals("systemctl")
                && List.of("enable", "disable", "mask").contains(words.get(1))) {
            report.unit(words.get(words.size() - 1), words.get(1));
        } else if (words.get(0).equals("setsebool")) {
            assertThat(words.get(1)).isEqualTo("-P");
            report.bool(words.get(2), words.get(3));
        } else if (!words.get(0).equals("mount")) {
            report.run(String.join(" ", words));
        }
    }
}
