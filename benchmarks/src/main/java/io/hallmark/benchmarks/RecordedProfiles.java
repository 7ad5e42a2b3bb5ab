package io.hallmark.benchmarks;

import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.propose.LoadedProfile;
import io.hallmark.baselines.repository.RepositoryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Hardware profiles as a baselines repository has them, one of each recorded boot; no two are of one log. */
final class RecordedProfiles implements RepositoryFiles {
    private final Path recordings;
    private final Map<String, byte[]> files = new HashMap<>();

    RecordedProfiles(Path fixtures) {
        this.recordings = fixtures.resolve("boots");
    }

    /** The names of recordings, sorted. */
    List<String> names(Predicate<String> wanted) {
        String[] names = recordings.toFile().list();
        List<String> found = new ArrayList<>(names == null ? List.of() : Arrays.asList(names));
        found.removeIf(wanted.negate());
        found.sort(null);
        return found;
    }

    /**
     * The profile with the log, the variables and the PCR values of a recording.
     *
     * @param booted what its node booted, for the self-test; without it each prediction is held against the log
     */
    LoadedProfile load(String recording, Optional<ProfileDocument.Booted> booted) {
        String folder = "hardware/" + recording + "/";
        Path recorded = recordings.resolve(recording);
        Optional<String> variables = Optional.of("efivars.json").filter(name -> Files.exists(recorded.resolve(name)));
        ProfileDocument document = new ProfileDocument(
                recording,
                "",
                "",
                "",
                Map.of(),
                List.of("eventlog.bin"),
                variables,
                Optional.of("pcrs.json"),
                booted,
                List.of());
        files.put(folder + ProfileDocument.FILE, document.toYaml());
        copy(recorded, folder, "eventlog.bin");
        copy(recorded, folder, "pcrs.json");
        variables.ifPresent(name -> copy(recorded, folder, name));
        return LoadedProfile.load(this, recording);
    }

    private void copy(Path recorded, String folder, String name) {
        try {
            files.put(folder + name, Files.readAllBytes(recorded.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String describe() {
        return "the recordings";
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public List<String> list(String folder) {
        return files.keySet().stream()
                .filter(path -> path.startsWith(folder))
                .sorted()
                .toList();
    }
}
