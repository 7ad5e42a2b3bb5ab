package io.hallmark.verifierbridge;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.propose.LoadedProfile;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.Ipxe;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Baselines of a boot through iPXE that was recorded, and of the same boot with other files. */
public final class RecordedBoot {
    /** The folder of the recording. */
    public static final Path FOLDER = Fixtures.path("boots/t13-pxe-ipxe");

    private static final List<Bank> BANKS = List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384);
    private static final Map<?, ?> BOOT = yaml("boot.yaml");
    private static final RepositoryFiles FILES = files();

    private RecordedBoot() {}

    /** The set that was recorded: these are the values that the TPM reported. */
    public static AcceptedSet recorded() {
        return set(artifact("ipxe"), artifact("kernel"), artifact("initrd"));
    }

    /** The same with a kernel and an iPXE of other contents; empty for the recorded one. */
    public static AcceptedSet with(String ipxe, String kernel) {
        return set(other("ipxe", ipxe), other("kernel", kernel), artifact("initrd"));
    }

    /** The same with a kernel, which is measured into PCR 4, and an initrd, into PCR 9, of other contents. */
    public static AcceptedSet withInitrd(String kernel, String initrd) {
        return set(artifact("ipxe"), other("kernel", kernel), other("initrd", initrd));
    }

    /** The recorded set with the last event of a PCR assumed, though with digests: those of an event of the log, say. */
    public static AcceptedSet assuming(int pcr) {
        AcceptedSet recorded = recorded();
        List<PredictedEvent> events = new ArrayList<>(recorded.prediction().events());
        int last = events.size() - 1;
        while (events.get(last).pcr() != pcr) {
            last--;
        }
        PredictedEvent event = events.get(last);
        events.set(
                last,
                new PredictedEvent(
                        pcr,
                        event.type(),
                        event.digests(),
                        event.data(),
                        event.description(),
                        new Provenance.Assumed("it may not hold any more"),
                        Optional.empty()));
        return with(recorded, recorded.prediction().with(events));
    }

    /** The recorded set with a PCR that is not proven. */
    public static AcceptedSet unproven(int pcr) {
        AcceptedSet recorded = recorded();
        return with(recorded, recorded.prediction().notEnforceable(pcr, "self-test: no"));
    }

    private static AcceptedSet with(AcceptedSet set, Prediction prediction) {
        return new AcceptedSet(set.source(), set.mix(), set.chain(), set.artifacts(), set.compositions(), prediction);
    }

    /** A baseline that accepts these sets. */
    public static BaselineDocument baseline(List<Integer> enforce, AcceptedSet... sets) {
        return new BaselineDocument("compute", "pxe", "q35", BANKS, enforce, List.of(sets));
    }

    /** An approved state with these baselines. */
    public static ApprovedState state(BaselineDocument... baselines) {
        return new ApprovedState(
                "0123456789abcdef0123456789abcdef01234567",
                Instant.parse("2026-11-01T00:00:00Z"),
                FILES,
                List.of(baselines));
    }

    /** The value of a PCR that the TPM reported after the recorded boot. */
    public static String reported(Bank bank, int pcr) {
        return (String) ((Map<?, ?>) yaml("pcrs.json").get(bank.label())).get(Integer.toString(pcr));
    }

    /** The settings of a target, from the lines of its YAML. */
    public static TargetSettings settings(String... lines) {
        String text = "targets:\n  test:\n    " + String.join("\n    ", lines) + "\n";
        return Settings.read("hallmark.yaml", text.getBytes(StandardCharsets.UTF_8))
                .targets()
                .get(0);
    }

    /** Credentials by {@code id/part}. */
    public static SecretStore secrets(Map<String, byte[]> parts) {
        return new SecretStore() {
            @Override
            public Optional<byte[]> read(String id, String part) {
                return Optional.ofNullable(parts.get(id + "/" + part));
            }

            @Override
            public String describe(String id, String part) {
                return "the secret " + id + "/" + part;
            }
        };
    }

    private static AcceptedSet set(Artifact ipxe, Artifact kernel, Artifact initrd) {
        List<Artifact> artifacts = List.of(ipxe, kernel, initrd);
        return new AcceptedSet(
                new AcceptedSet.Source("https://git.example.org/compute", "89abcdef0123456789abcdef0123456789abcdef"),
                "",
                chain(),
                artifacts,
                new TreeMap<>(),
                LoadedProfile.load(FILES, "q35")
                        .predict(chain(), ArtifactSet.of(artifacts, Map.of()))
                        .only(BANKS));
    }

    private static BootChain chain() {
        return new BootChain(
                "pxe",
                Optional.empty(),
                List.of(
                        new Ipxe(Optional.of("ipxe"), Optional.empty(), Optional.empty()),
                        new LinuxKernel(
                                "kernel", List.of("initrd"), Optional.of((String) BOOT.get("kernel_command_line")))));
    }

    private static Artifact other(String role, String content) {
        Artifact recorded = artifact(role);
        if (content.isEmpty()) {
            return recorded;
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        FileFacts facts = recorded.facts();
        return new Artifact(
                role,
                recorded.origin(),
                new FileFacts(
                        bytes.length,
                        Digests.hash(Bank.allComputable(), bytes),
                        Optional.of(new PeFacts(Digests.hash(Bank.allComputable(), bytes), List.of(), List.of())),
                        facts.product(),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static Artifact artifact(String role) {
        Map<?, ?> input = ((List<?>) BOOT.get("inputs"))
                .stream()
                        .map(entry -> (Map<?, ?>) entry)
                        .filter(entry -> role.equals(entry.get("role")))
                        .findFirst()
                        .orElseThrow();
        Optional<PeFacts> pe = Optional.ofNullable((Map<?, ?>) input.get("authenticode"))
                .map(digests -> new PeFacts(digests(digests), List.of(), List.of()));
        Optional<Product> product =
                switch (role) {
                    case "ipxe" -> Optional.of(new Product(Product.IPXE, (String) input.get("version")));
                    case "kernel" -> Optional.of(new Product(Product.LINUX, (String) BOOT.get("kernel_release")));
                    default -> Optional.empty();
                };
        return new Artifact(
                role,
                (String) input.get("path"),
                new FileFacts(
                        (Integer) input.get("size"),
                        digests(input),
                        pe,
                        product,
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static Digests digests(Map<?, ?> entry) {
        return Digests.each(Bank.allComputable(), bank -> Digest.ofHex(bank, (String) entry.get(bank.label())));
    }

    private static RepositoryFiles files() {
        ProfileDocument profile = new ProfileDocument(
                "q35",
                "Example & Sons",
                "Standard PC",
                "2025.02",
                Map.of(),
                List.of("eventlog.bin"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ProfileDocument.Booted(
                        chain(), List.of(artifact("ipxe"), artifact("kernel"), artifact("initrd")), new TreeMap<>())),
                List.of());
        Map<String, byte[]> files = new TreeMap<>();
        files.put("hardware/q35/profile.yaml", profile.toYaml());
        files.put("hardware/q35/eventlog.bin", bytes("eventlog.bin"));
        return new RepositoryFiles() {
            @Override
            public String describe() {
                return "the test's repository";
            }

            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(files.get(path));
            }

            @Override
            public List<String> list(String folder) {
                Stream<String> all = files.keySet().stream();
                return all.filter(path -> path.startsWith(folder)).toList();
            }
        };
    }

    private static Map<?, ?> yaml(String file) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(bytes(file), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
