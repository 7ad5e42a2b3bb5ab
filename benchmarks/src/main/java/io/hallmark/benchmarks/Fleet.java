package io.hallmark.benchmarks;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.Ipxe;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.verifierbridge.keylime.KeylimeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.operator.OperatorCreationException;

/** Images with a baseline each, the nodes that boot them, and a verifier for all. */
final class Fleet implements AutoCloseable {
    private static final String COMMIT = "0123456789012345678901234567890123456789";
    private static final List<Bank> BANKS = List.of(Bank.SHA256);

    private final StandInKeylime keylime;
    private final Predictor profile;
    private final Target target;
    private final int images;

    /** @param nodes of each image */
    Fleet(int images, int nodes) throws IOException, GeneralSecurityException, OperatorCreationException {
        this.images = images;
        Path log = Path.of(System.getProperty("hallmark.fixtures", "fixtures"), "boots/t13-pxe-ipxe/eventlog.bin");
        profile = new Predictor(HardwareProfile.of("q35", List.of(EventLogReader.read(log))));
        LabKeys keys = new LabKeys();
        keylime = new StandInKeylime(keys.server());
        StringBuilder agents = new StringBuilder();
        for (int image = 0; image < images; image++) {
            agents.append("      image-")
                    .append(image)
                    .append("-*: image-")
                    .append(image)
                    .append("/pxe/q35\n");
            for (int node = 0; node < nodes; node++) {
                keylime.agent(node(image, node), 3);
            }
        }
        String settings = "targets:\n  fleet:\n    kind: keylime\n    url: " + keylime.url()
                + "\n    credentials: lab\n    agents:\n" + agents;
        target = new KeylimeKind()
                .open(
                        Settings.read("hallmark.yaml", settings.getBytes(StandardCharsets.UTF_8))
                                .targets()
                                .get(0),
                        keys.secrets());
    }

    StandInKeylime keylime() {
        return keylime;
    }

    static String node(int image, int node) {
        return "image-" + image + "-" + node;
    }

    /** The state in which the first images have a new kernel beside the one of before. */
    ApprovedState state(int changed, String kernel) {
        List<BaselineDocument> baselines = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            List<AcceptedSet> sets = new ArrayList<>();
            if (image < changed) {
                sets.add(set(image, kernel));
            }
            sets.add(set(image, "first"));
            baselines.add(new BaselineDocument("image-" + image, "pxe", "q35", BANKS, List.of(0, 4, 9), sets));
        }
        return new ApprovedState(COMMIT, Instant.parse("2026-11-25T00:00:00Z"), new NoFiles(), baselines);
    }

    /** As a publication does it: each item that changes is applied and read back. */
    List<String> publish(ApprovedState state) {
        List<PlanItem> plan = target.plan(state);
        for (PlanItem item : plan) {
            if (item.changes()) {
                target.apply(item);
                if (!Arrays.equals(
                        target.readBack(item).orElseThrow(), item.content().orElseThrow())) {
                    throw new IllegalStateException(item.name() + " does not read back");
                }
            }
        }
        return target.settle(state, plan);
    }

    @Override
    public void close() {
        target.close();
        keylime.close();
    }

    private AcceptedSet set(int image, String kernel) {
        BootChain chain = new BootChain(
                "pxe",
                Optional.empty(),
                List.of(
                        new Ipxe(Optional.of("ipxe"), Optional.empty(), Optional.empty()),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.of("vmlinuz image=" + image))));
        List<Artifact> artifacts = List.of(
                image("ipxe", "ipxe", new Product(Product.IPXE, "1.21.1+git20250501")),
                image("kernel", "kernel " + kernel, new Product(Product.LINUX, "6.12.1")),
                new Artifact("initrd", "initrd.img", FileFacts.ofDigests(1, digests("initrd"))));
        return new AcceptedSet(
                new AcceptedSet.Source("https://git.example.org/images", COMMIT),
                "",
                chain,
                artifacts,
                new TreeMap<>(),
                profile.predict(chain, ArtifactSet.of(artifacts, Map.of())).only(BANKS));
    }

    private static Artifact image(String name, String content, Product product) {
        PeFacts pe = new PeFacts(digests("image " + content), List.of(), List.of());
        return new Artifact(
                name,
                name,
                new FileFacts(
                        1,
                        digests(content),
                        Optional.of(pe),
                        Optional.of(product),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static Digests digests(String text) {
        return Digests.hash(Bank.allComputable(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Measured-boot policies need nothing but the baselines. */
    private record NoFiles() implements RepositoryFiles {
        @Override
        public String describe() {
            return "the benchmark";
        }

        @Override
        public Optional<byte[]> read(String path) {
            return Optional.empty();
        }

        @Override
        public List<String> list(String folder) {
            return List.of();
        }
    }
}
