package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Accepted sets predicted on the log of a real recorded boot, for made-up artifacts. */
public final class Sets {
    private static final Path LOG =
            Path.of(System.getProperty("hallmark.fixtures"), "boots", "t13-pxe-ipxe", "eventlog.bin");

    private Sets() {}

    /** A set of an iPXE chain; each argument stands for the content of a file. */
    public static AcceptedSet set(String ipxe, String kernel, String initrd, String cmdline) {
        BootChain chain = new BootChain(
                "pxe",
                Optional.empty(),
                List.of(
                        new Ipxe(Optional.of("ipxe"), Optional.empty(), Optional.empty()),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.of(cmdline))));
        return set(
                chain,
                List.of(
                        image("ipxe", ipxe, new Product(Product.IPXE, "1.21.1+git20250501")),
                        image("kernel", kernel, new Product(Product.LINUX, kernel)),
                        new Artifact(
                                "initrd", "boot/initrd.img", FileFacts.ofDigests(initrd.length(), digests(initrd)))));
    }

    public static AcceptedSet set(BootChain chain, List<Artifact> artifacts) {
        HardwareProfile profile = HardwareProfile.of("q35", List.of(EventLogReader.read(LOG)));
        return new AcceptedSet(
                new AcceptedSet.Source("https://git.example.org/compute", "0123456789abcdef0123456789abcdef01234567"),
                "",
                chain,
                artifacts,
                new TreeMap<>(),
                new Predictor(profile)
                        .predict(chain, ArtifactSet.of(artifacts, Map.of()))
                        .only(List.of(Bank.SHA256)));
    }

    public static BaselineDocument baseline(String hardware, AcceptedSet... sets) {
        return new BaselineDocument(
                "compute", "pxe", hardware, List.of(Bank.SHA256), List.of(0, 4, 7, 9), List.of(sets));
    }

    private static Artifact image(String name, String content, Product product) {
        return new Artifact(
                name,
                "boot/" + name,
                new FileFacts(
                        content.length(),
                        digests(content),
                        Optional.of(new PeFacts(digests("image " + content), List.of(), List.of())),
                        Optional.of(product),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static Digests digests(String text) {
        return Digests.hash(Bank.allComputable(), text.getBytes(StandardCharsets.UTF_8));
    }
}
